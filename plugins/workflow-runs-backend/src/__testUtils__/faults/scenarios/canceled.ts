import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'canceled',
  version: '1',
  input: scriptSchema,
  steps: {
    one: { output },
    two: { output, dependsOn: ['one'] },
    retried: {
      output,
      dependsOn: ['one'],
      retry: failAfter(4, { delayMs: 150 }),
    },
    three: { output, dependsOn: ['two', 'retried'] },
    four: { output, dependsOn: ['three'] },
  },
});

/** An operator cancels it at some moment, which may be too late. */
export const canceled: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.retried.failures = random.integer(0, 2);
    return {
      steps,
      operators: [{ action: 'cancel', afterMs: random.integer(0, 700) }],
    };
  },
  expect: () => ({
    statuses: ['canceled', 'completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
