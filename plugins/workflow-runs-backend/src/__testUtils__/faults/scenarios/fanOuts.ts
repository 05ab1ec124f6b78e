import {
  defineWorkflow,
  failAfter,
  ref,
} from 'backstage-plugin-workflow-runs-node';
import {
  EVERY_ATTEMPT,
  output,
  plainSteps,
  Scenario,
  scriptSchema,
} from './Scenario';

const ITEMS = 7;
const TOLERATED = 1;

const workflow = defineWorkflow({
  name: 'fan_outs',
  version: '1',
  input: scriptSchema,
  steps: {
    list: { output },
    pack: {
      type: 'map',
      dependsOn: ['list'],
      items: ref('/input/items'),
      concurrency: 3,
      tolerate: { failures: TOLERATED },
      retry: failAfter(3, { delayMs: 40 }),
      output,
    },
    ship: { output, dependsOn: ['pack'] },
  },
});

/** The same for each of some items, of which some are tried again and some fail for good. */
export const fanOuts: Scenario = {
  workflow,
  script: random => {
    const failing = random.integer(0, TOLERATED + 1);
    return {
      steps: plainSteps(random, ['list', 'ship']),
      items: random.shuffled(
        Array.from({ length: ITEMS }, (_, index) => ({
          takesMs: random.integer(20, 120),
          failures: index < failing ? EVERY_ATTEMPT : random.integer(0, 2),
        })),
      ),
      operators: [],
    };
  },
  expect: ({ items }) => {
    const failing = items!.filter(item => item.failures === EVERY_ATTEMPT);
    const isTolerated = failing.length <= TOLERATED;
    return {
      statuses: [isTolerated ? 'completed' : 'failed'],
      steps: {
        list: 'completed',
        pack: isTolerated ? 'completed' : 'failed',
        ship: isTolerated ? 'completed' : 'skipped',
      },
    };
  },
};
