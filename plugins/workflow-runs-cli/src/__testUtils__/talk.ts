import {
  defineWorkflow,
  type WorkflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';

/** A step that does what a test says. */
export interface Talk {
  say(text: string): void;
  end(): void;
  fail(message: string): void;
}

const talk = defineWorkflow({
  name: 'talk',
  version: '1',
  title: 'Talk at length',
  input: z.object({
    to: z.string().min(1).meta({ title: 'To', description: 'Who listens' }),
    turns: z.number().int().min(1).default(3),
    tone: z.enum(['warm', 'cool']).optional(),
  }),
  sla: { targetMs: 600_000 },
  steps: {
    greet: { title: 'Say hello' },
    speak: { title: 'Say what there is to say', dependsOn: ['greet'] },
    leave: { title: 'Say good-bye', dependsOn: ['speak'] },
  },
});

/** A workflow whose runs talk as tests have them do. */
export class Talks {
  private readonly talks = new Map<string, Talk>();

  readonly add = (workflows: WorkflowsExtensionPoint): void => {
    workflows.add(talk, {
      greet: async ({ input, logger }) => {
        logger.info(`Hello ${input.to}`);
      },
      speak: ({ runId, logger, progress, signal }) =>
        new Promise<void>((resolve, reject) => {
          progress({ fraction: 0.5, message: 'Half of it' });
          this.talks.set(runId, {
            say: text => logger.info(text),
            end: () => resolve(),
            fail: message => reject(new Error(message)),
          });
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      leave: async ({ logger }) => {
        logger.warn('Bye');
      },
    });
  };

  /** Waits until a run has begun to talk. */
  async of(runId: string): Promise<Talk> {
    for (;;) {
      const found = this.talks.get(runId);
      if (found) return found;
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
  }
}
