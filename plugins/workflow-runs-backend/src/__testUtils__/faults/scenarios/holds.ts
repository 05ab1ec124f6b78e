import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import {
  EVERY_ATTEMPT,
  Expectation,
  OperatorScript,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'holds',
  version: '1',
  input: scriptSchema,
  onFailure: 'hold',
  steps: {
    begin: { output },
    doubtful: {
      output,
      dependsOn: ['begin'],
      retry: failAfter(2, { delayMs: 30 }),
    },
    beside: { output, dependsOn: ['begin'] },
    // Nobody sends it: an operator puts it away.
    letter: { type: 'wait', dependsOn: ['begin'], for: { event: 'letter' } },
    after: { output, dependsOn: ['doubtful'] },
    close: { output, dependsOn: ['after', 'beside', 'letter'], join: 'any' },
  },
});

type Way = 'retry' | 'skip' | 'complete' | 'fail';
const OUTCOMES = {
  retry: 'completed',
  complete: 'completed',
  skip: 'skipped',
  fail: 'failed',
} as const;

/** A step fails and is held for an operator, who has it tried again or settles it; others are forced. */
export const holds: Scenario = {
  workflow,
  leadsTo: ['run.paused', 'run.resumed'],
  script: random => {
    const steps = plainSteps(random, stepKeys(workflow));
    const way = random.pick<Way>(['retry', 'skip', 'complete', 'fail']);
    // After another two attempts it would succeed.
    steps.doubtful.failures = way === 'retry' ? 3 : EVERY_ATTEMPT;
    const decideOn: OperatorScript = {
      once: { step: 'doubtful', status: ['failed'] },
      afterMs: random.integer(0, 300),
      step: 'doubtful',
      insists: true,
      ...(way === 'retry' ? { action: 'retry' } : { action: 'force', to: way }),
    };
    return {
      steps,
      operators: [
        {
          action: 'force',
          step: 'letter',
          to: random.pick(['skip', 'complete']),
          once: { step: 'letter', status: ['running'] },
          afterMs: random.integer(0, 300),
          insists: true,
        },
        decideOn,
      ],
    };
  },
  expect: ({ operators: [letter, decideOn] }): Expectation => {
    const way = decideOn.to ?? 'retry';
    const goesOn = way === 'retry' || way === 'complete';
    return {
      statuses: [way === 'fail' ? 'failed' : 'completed'],
      steps: {
        begin: 'completed',
        doubtful: OUTCOMES[way],
        letter: letter.to === 'skip' ? 'skipped' : 'completed',
        // It may have been lost, and not be tried again.
        beside: way === 'fail' ? ['completed', 'failed'] : 'completed',
        after: goesOn ? 'completed' : 'skipped',
        close: way === 'fail' ? 'skipped' : 'completed',
      },
    };
  },
};
