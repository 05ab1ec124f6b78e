import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import { leg } from './parents';
import {
  output,
  plainSteps,
  Scenario,
  scriptSchema,
  StepScript,
} from './Scenario';

const workflow = defineWorkflow({
  name: 'abandoned',
  version: '1',
  input: scriptSchema,
  steps: {
    open: { output, compensate: { retry: failAfter(2, { delayMs: 30 }) } },
    work: { output, dependsOn: ['open'], compensate: {} },
    items: {
      type: 'map',
      dependsOn: ['open'],
      items: ref('/input/items'),
      output,
      concurrency: 2,
    },
    leg: {
      type: 'child',
      workflow: 'leg',
      dependsOn: ['open'],
      input: { steps: ref('/input/children/0/steps') },
    },
    news: { type: 'wait', dependsOn: ['open'], for: { event: 'news' } },
    consent: { type: 'approval', dependsOn: ['open'], slaMs: 200 },
    close: { output, dependsOn: ['work', 'items', 'leg', 'news', 'consent'] },
  },
});

/** Everything that a run may wait for is under way when it is canceled, or about to be. */
export const abandoned: Scenario = {
  workflow,
  launches: [leg],
  leadsTo: [
    'run.canceling',
    'run.canceled',
    'step.canceled',
    'step.compensated',
  ],
  script: random => ({
    steps: plainSteps(random, [
      'open',
      'work',
      'close',
      'open:compensate',
      'work:compensate',
    ]),
    items: Array.from({ length: 5 }, () => ({
      takesMs: random.integer(50, 150),
    })),
    children: [
      {
        steps: plainSteps(random, ['load', 'drive']) as Record<
          string,
          StepScript
        >,
      },
    ],
    operators: [
      { action: 'cancel', afterMs: random.integer(0, 900), insists: true },
    ],
  }),
  expect: () => ({ statuses: ['canceled'], steps: {} }),
};
