import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'sequence',
  version: '1',
  input: scriptSchema,
  steps: {
    receive: { output },
    check: { output, dependsOn: ['receive'] },
    reserve: { output, dependsOn: ['check'] },
    charge: { output, dependsOn: ['reserve'] },
    confirm: { output, dependsOn: ['charge'] },
  },
});

/** One step after the other, each with what the one before has made; the last one makes a file. */
export const sequence: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.confirm.makesFile = true;
    return { steps, operators: [] };
  },
  expect: () => ({
    statuses: ['completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
