import {
  defineWorkflow,
  failAfter,
  keepTrying,
} from 'backstage-plugin-workflow-runs-node';
import {
  EVERY_ATTEMPT,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'timeouts',
  version: '1',
  input: scriptSchema,
  steps: {
    prepare: { output },
    // A process that stands still times its attempts out: they are tried as often as it takes.
    call: {
      output,
      dependsOn: ['prepare'],
      timeoutMs: 400,
      retry: keepTrying({ initialDelayMs: 30, maxDelayMs: 60 }),
    },
    call_nobody: {
      output,
      dependsOn: ['prepare'],
      timeoutMs: 250,
      retry: failAfter(2, { delayMs: 40 }),
    },
    report: { output, dependsOn: ['call', 'call_nobody'] },
  },
});

/** Handlers that do not come back: once, or never, which is the failure that ends the run. */
export const timeouts: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.call.hangs = random.integer(0, 1);
    steps.call_nobody.hangs = EVERY_ATTEMPT;
    return { steps, operators: [] };
  },
  expect: () => ({
    statuses: ['failed'],
    steps: { prepare: 'completed', call_nobody: 'failed', report: 'skipped' },
  }),
};
