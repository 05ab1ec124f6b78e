import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import {
  allSteps,
  EVERY_ATTEMPT,
  OperatorScript,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  stepKeys,
} from './Scenario';

const ENDED = ['failed', 'canceled', 'completed'];

const workflow = defineWorkflow({
  name: 'reopened',
  version: '1',
  input: scriptSchema,
  onFailure: 'compensate',
  steps: {
    fetch: { output, compensate: {} },
    convert: {
      type: 'map',
      dependsOn: ['fetch'],
      items: ref('/input/items'),
      output,
      retry: failAfter(2, { delayMs: 30 }),
    },
    check: { output, dependsOn: ['fetch'] },
    store: {
      output,
      dependsOn: ['convert', 'check'],
      retry: failAfter(2, { delayMs: 30 }),
    },
    announce: { output, dependsOn: ['store'] },
  },
});

/** It fails, is canceled, or completes, and is opened again: from what did not succeed, or from a step. */
export const reopened: Scenario = {
  workflow,
  leadsTo: ['run.reopened'],
  script: random => {
    const steps = plainSteps(random, [
      ...stepKeys(workflow),
      'fetch:compensate',
    ]);
    const items = Array.from({ length: 4 }, () => ({
      takesMs: random.integer(20, 80),
      failures: 0,
      healsIn: 1,
    }));
    const failing = random.pick(['store', 'convert', 'nothing']);
    if (failing === 'store') {
      steps.store = {
        ...steps.store,
        failures: EVERY_ATTEMPT,
        healsIn: random.integer(1, 2),
      };
    }
    if (failing === 'convert') items[1].failures = EVERY_ATTEMPT;
    const again = (step?: string): OperatorScript => ({
      action: 'retry',
      once: { status: ENDED },
      afterMs: random.integer(0, 200),
      insists: true,
      step,
    });
    return {
      steps,
      items,
      operators: [
        ...(random.chance(0.3)
          ? [{ action: 'cancel' as const, afterMs: random.integer(100, 600) }]
          : []),
        again(random.pick(['fetch', 'check', 'store'])),
        again(random.pick(['convert', 'announce'])),
      ],
    };
  },
  expect: () => ({
    statuses: ['completed'],
    steps: allSteps(workflow, 'completed'),
  }),
};
