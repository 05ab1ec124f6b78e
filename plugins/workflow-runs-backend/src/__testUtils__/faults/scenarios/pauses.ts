import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  OperatorScript,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'pauses',
  version: '1',
  input: scriptSchema,
  steps: {
    one: { output },
    two: { output, dependsOn: ['one'] },
    retried: {
      output,
      dependsOn: ['one'],
      retry: failAfter(4, { delayMs: 100 }),
    },
    three: { output, dependsOn: ['two', 'retried'] },
    four: { output, dependsOn: ['three'] },
  },
});

/** Operators let it pause and go on, again and again. */
export const pauses: Scenario = {
  workflow,
  leadsTo: ['run.paused', 'run.resumed', 'run.changed'],
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.retried.failures = random.integer(0, 2);
    const pauseAndResume = (): OperatorScript[] => [
      {
        action: 'pause',
        once: { status: ['running'] },
        afterMs: random.integer(0, 200),
      },
      { action: 'resume', afterMs: random.integer(0, 400), insists: true },
    ];
    return { steps, operators: [...pauseAndResume(), ...pauseAndResume()] };
  },
  expect: () => ({
    statuses: ['completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
