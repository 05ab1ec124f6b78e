import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  defineWorkflow,
  StepContext,
  StepHandler,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';

/** As many steps as the name says, three side by side now and then. */
const SIZES = [100, 1_000, 10_000];
const LADDER = 10;
const RUNGS = new Set([3, 4, 5]);

function ladder(size: number) {
  const keys = Array.from({ length: size }, (_, index) => `step_${index}`);
  const steps = Object.fromEntries(
    keys.map((key, index) => [
      key,
      {
        title: `Step ${index} of a run that is long`,
        type: 'io' as const,
        dependsOn: before(index).map(each => keys[each]),
      },
    ]),
  );
  return {
    definition: defineWorkflow({
      name: `steps_${size}`,
      version: '1.0.0',
      title: `${size} steps`,
      input: z.strictObject({}),
      steps,
    }),
    handlers: Object.fromEntries(
      keys.map((key, index): [string, StepHandler] => [
        key,
        async ({ logger }) => {
          logger.info(`Step ${index} has done its work`);
          await sleep(index % 7);
        },
      ]),
    ),
  };
}

/** Steps 3 to 5 of each ten go side by side; all else is one after the other. */
function before(index: number): number[] {
  if (index === 0) return [];
  const place = index % LADDER;
  if (place === 6) return [index - 3, index - 2, index - 1];
  return [RUNGS.has(place) ? index - (place - 2) : index - 1];
}

/** Goes on until it is told something. */
const waiting = defineWorkflow({
  name: 'waiting',
  version: '1.0.0',
  title: 'Waits for word',
  input: z.strictObject({ number: z.number().int() }),
  steps: {
    prepare: { title: 'Prepare', type: 'io' },
    wait: {
      title: 'Wait for word',
      type: 'wait',
      dependsOn: ['prepare'],
      for: { event: 'word' },
    },
    finish: { title: 'Finish', type: 'io', dependsOn: ['wait'] },
  },
});

/** Ten attempts that log as many lines as one may. */
const talkative = defineWorkflow({
  name: 'talkative',
  version: '1.0.0',
  title: 'Has much to say',
  input: z.strictObject({ lines: z.number().int() }),
  steps: Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      `part_${index}`,
      {
        title: `Part ${index}`,
        type: 'io' as const,
        dependsOn: index === 0 ? [] : [`part_${index - 1}`],
      },
    ]),
  ),
});

async function talk({ input, logger, stepKey }: StepContext<any>) {
  const { lines } = input as { lines: number };
  for (let line = 0; line < lines; line++) {
    logger.info(`${stepKey} reads the order ${line} of customer ${line % 97}`, {
      order: line,
      customer: line % 97,
    });
    // The writer gets its turn.
    if (line % 500 === 499) await sleep(20);
  }
}

/** Reports as often as it is told to, with a line each time. */
const lively = defineWorkflow({
  name: 'lively',
  version: '1.0.0',
  title: 'Reports all the time',
  input: z.strictObject({
    updates: z.number().int(),
    everyMs: z.number().int(),
  }),
  steps: { report: { title: 'Report', type: 'io' } },
});

async function reportOften({
  input,
  logger,
  progress,
  signal,
}: StepContext<any>) {
  const { updates, everyMs } = input as { updates: number; everyMs: number };
  for (let update = 1; update <= updates && !signal.aborted; update++) {
    progress({
      message: `Update ${update} of ${updates}`,
      fraction: update / updates,
    });
    logger.info(`Update ${update}`);
    await sleep(everyMs);
  }
}

export default createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'benchmark',
  register(reg) {
    reg.registerInit({
      deps: { workflows: workflowsExtensionPoint },
      async init({ workflows }) {
        for (const { definition, handlers } of SIZES.map(ladder)) {
          workflows.add(definition, handlers);
        }
        const nothing = async () => {};
        workflows.add(waiting, { prepare: nothing, finish: nothing });
        workflows.add(
          talkative,
          Object.fromEntries(
            Array.from({ length: 10 }, (_, index) => [`part_${index}`, talk]),
          ),
        );
        workflows.add(lively, { report: reportOften });
      },
    });
  },
});
