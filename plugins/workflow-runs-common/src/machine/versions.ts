import type { StepDefinition } from '../definition/steps';
import type { WorkflowGraph } from './graph';
import { stepsToRepeat } from './reopen';
import type { StepState } from './state';

/** Which steps of a run another run need not do again. @public */
export interface Reuse {
  /** Keys of the steps of which the outputs are taken over. */
  reused: string[];
  /** Steps that would be, but that are not what they were. */
  changed: string[];
}

/**
 * What a run that repeats another from a step can take over: steps that completed and that nothing
 * to be repeated comes before. A step that is not the same in the other version cannot be.
 *
 * @param before - the graph of the run that is repeated
 * @param after - the graph of the run that repeats it
 * @public
 */
export function reuseOf(
  before: WorkflowGraph,
  after: WorkflowGraph,
  stepOf: (key: string) => Pick<StepState, 'status' | 'skipReason'>,
  from: string,
): Reuse {
  const known = (key: string) =>
    before.has(key)
      ? stepOf(key)
      : ({ status: 'pending', skipReason: null } as const);
  const repeated = stepsToRepeat(after, known, from);
  const kept = after.definition.steps
    .map(({ key }) => key)
    .filter(key => !repeated.has(key) && known(key).status === 'completed');
  return {
    reused: kept,
    changed: kept.filter(key => !isSame(before.step(key), after.step(key))),
  };
}

/** Definitions are data: they are the same where they say the same, whatever the order of fields. */
function isSame(a: StepDefinition, b: StepDefinition): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : item,
  );
}
