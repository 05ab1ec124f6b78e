import fc from 'fast-check';
import { Script, scripts } from './arbitraries';
import { Step, World } from './World';

/** How many runs a property is tried on; more, to search for what these do not find. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

/** Checks what holds of whole runs. */
export function check(property: (script: Script) => void) {
  fc.assert(fc.property(scripts, property), { numRuns: RUNS });
}

/** Checks what holds after each decision of a run; copies of the state before it are dear. */
export function checkAlways(
  judge: (step: Step) => void,
  options?: { copies: boolean },
) {
  check(script => {
    new World(script, judge, options).play().serve();
  });
}
