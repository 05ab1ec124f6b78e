import {
  defineWorkflow,
  exponentialBackoff,
  failAfter,
} from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'branches',
  version: '1',
  input: scriptSchema,
  steps: {
    order: { output },
    pick: { output, dependsOn: ['order'] },
    weigh: {
      output,
      dependsOn: ['order'],
      retry: failAfter(4, { delayMs: 60 }),
    },
    label: {
      output,
      dependsOn: ['order'],
      retry: exponentialBackoff({
        attempts: 6,
        initialDelayMs: 40,
        maxDelayMs: 150,
      }),
    },
    insure: { output, dependsOn: ['order'] },
    pack: { output, dependsOn: ['pick', 'weigh', 'label', 'insure'] },
    hand_over: {
      output,
      dependsOn: ['pack'],
      retry: failAfter(3),
    },
  },
});

/** Branches side by side that meet again; some steps fail as often as their policy allows. */
export const branches: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.weigh.failures = random.integer(1, 3);
    steps.label.failures = random.integer(0, 2);
    steps.hand_over.failures = random.integer(0, 2);
    for (const step of Object.values(steps)) {
      if (step.failures)
        step.category = random.pick(['transient', 'external_api']);
    }
    return { steps, operators: [] };
  },
  expect: () => ({
    statuses: ['completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
