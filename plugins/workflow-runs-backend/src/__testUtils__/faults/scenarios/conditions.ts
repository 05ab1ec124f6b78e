import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const LARGE = 100;

const workflow = defineWorkflow({
  name: 'conditions',
  version: '1',
  input: scriptSchema,
  steps: {
    quote: { output },
    approve_large: {
      output,
      dependsOn: ['quote'],
      when: { gt: [{ $ref: '/steps/quote/output/value' }, LARGE] },
    },
    file_large: { output, dependsOn: ['approve_large'] },
    book_small: {
      output,
      dependsOn: ['quote'],
      when: { lte: [{ $ref: '/steps/quote/output/value' }, LARGE] },
    },
    tell: { output, dependsOn: ['quote'] },
  },
});

/** Which way a run goes is decided by what a step has made: the same way in every process. */
export const conditions: Scenario = {
  workflow,
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    steps.quote.value = random.integer(LARGE - 50, LARGE + 50);
    return { steps, operators: [] };
  },
  expect: ({ steps }) => {
    const isLarge = steps.quote.value! > LARGE;
    return {
      statuses: ['completed'],
      steps: {
        ...allSteps(workflow, 'completed'),
        ...(isLarge
          ? { book_small: 'skipped' }
          : { approve_large: 'skipped', file_large: 'skipped' }),
      },
    };
  },
};
