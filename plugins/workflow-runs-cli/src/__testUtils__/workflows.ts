import {
  defineWorkflow,
  type WorkflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';

/** Leaves a log line, an artifact and an output. */
const greet = defineWorkflow({
  name: 'greet',
  version: '1',
  title: 'Greet somebody',
  input: z.strictObject({
    name: z.string().min(1).max(50),
    times: z.number().int().min(1).max(5).default(1),
  }),
  steps: { say: { output: z.object({ said: z.string() }) } },
});

/** Fails until the name is one that it knows. */
const decline = defineWorkflow({
  name: 'decline',
  version: '1',
  input: z.object({}),
  steps: { look_up: {}, charge: { dependsOn: ['look_up'] } },
});

/** Waits for somebody to say that it is right. */
const ask = defineWorkflow({
  name: 'ask',
  version: '1',
  input: z.object({}),
  steps: { sign_off: { type: 'approval' } },
});

/** Waits for an event. */
const rest = defineWorkflow({
  name: 'rest',
  version: '1',
  input: z.object({}),
  steps: { rest: { type: 'wait', for: { event: 'go' } } },
});

/** Goes on until somebody has it do something. */
const offer = defineWorkflow({
  name: 'offer',
  version: '1',
  input: z.object({}),
  steps: {
    crawl: {
      actions: {
        finish: { input: z.object({ pages: z.number() }), then: 'complete' },
      },
    },
  },
});

export function addWorkflows(workflows: WorkflowsExtensionPoint): void {
  workflows.add(greet, {
    say: async ({ input, artifacts, logger }) => {
      logger.info(`hello ${input.name}`);
      await artifacts.add({
        name: '../greeting.txt',
        contentType: 'text/plain',
        content: `Hello ${input.name}!\n`,
      });
      return { said: `Hello ${input.name}!` };
    },
  });
  workflows.add(decline, {
    look_up: () => {},
    charge: () => {
      throw new Error('The card was declined');
    },
  });
  workflows.add(ask, {});
  workflows.add(rest, {});
  workflows.add(offer, {
    crawl: {
      run: ({ signal }) =>
        new Promise<void>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      actions: { finish: () => {} },
    },
  });
}
