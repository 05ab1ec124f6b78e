import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import {
  EVERY_ATTEMPT,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'failing',
  version: '1',
  input: scriptSchema,
  steps: {
    begin: { output },
    refuse: {
      output,
      dependsOn: ['begin'],
      retry: failAfter(3, { delayMs: 40 }),
    },
    beside: {
      output,
      dependsOn: ['begin'],
      retry: failAfter(5, { delayMs: 200 }),
    },
    after: { output, dependsOn: ['refuse'] },
  },
});

/** A step fails for good, by exhaustion or at once, while another one runs or waits for its retry. */
export const failing: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.refuse.failures = EVERY_ATTEMPT;
    steps.refuse.category = random.pick(['external_api', 'validation_failed']);
    steps.beside.failures = random.integer(0, 2);
    return { steps, operators: [] };
  },
  expect: () => ({
    statuses: ['failed'],
    steps: { begin: 'completed', refuse: 'failed', after: 'skipped' },
  }),
};
