import { z } from 'zod';
import { defineWorkflow, failAfter } from 'backstage-plugin-workflow-runs-node';
import { adding, AddWorkflows } from './TestPortal';

/** Leaves something of everything: a retried attempt, log lines, progress, an artifact, an output. */
export const greet: AddWorkflows = adding(
  defineWorkflow({
    name: 'greet',
    version: '1.0.0',
    title: 'Greet somebody',
    description: 'Says hello',
    input: z.strictObject({
      name: z.string().min(1).max(50),
      times: z.number().int().min(1).max(5).default(1),
      mood: z.enum(['happy', 'formal']).optional(),
      address: z.object({ street: z.string() }).optional(),
      password: z.string().optional(),
    }),
    steps: {
      look_up: {
        retry: failAfter(3),
        output: z.object({ found: z.boolean() }),
      },
      say: { dependsOn: ['look_up'] },
      never: {
        dependsOn: ['look_up'],
        when: { eq: [{ $ref: '/input/name' }, 'nobody'] },
      },
    },
  }),
  {
    look_up: ({ attempt, logger }) => {
      logger.info(`attempt ${attempt}`, { attempt });
      if (attempt === 1) throw new Error('not yet');
      return { found: true };
    },
    say: async ({ input, artifacts, logger, progress, usage }) => {
      logger.warn('almost there');
      progress({ message: 'half way', fraction: 0.5 });
      usage({ tokens: 12 });
      await artifacts.add({
        name: 'grüße an alle.txt',
        contentType: 'text/plain',
        content: `Hello ${input.name}!`,
      });
      return { said: `Hello ${input.name}!` };
    },
    never: () => {},
  },
);

/** Runs until it is canceled. */
export const wait: AddWorkflows = adding(
  defineWorkflow({
    name: 'wait',
    version: '1',
    input: z.object({}),
    steps: { sleep: {} },
  }),
  {
    sleep: ({ signal }) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  },
);

/** Fails at once, with another number each time. */
export const fail: AddWorkflows = adding(
  defineWorkflow({
    name: 'fail',
    version: '1',
    input: z.object({}),
    steps: { charge: {} },
  }),
  {
    charge: ({ runId }) => {
      throw new Error(`Order ${runId} was declined`);
    },
  },
);
