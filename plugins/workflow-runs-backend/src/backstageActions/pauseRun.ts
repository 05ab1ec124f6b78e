import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { defineAction } from './BackstageAction';
import { runIdSchema } from './runBrief';

export const pauseRun = defineAction({
  name: 'pause-run',
  title: 'Pause a workflow run',
  description:
    'Pauses a run once its current steps have settled. resume-run lets it go on.',
  attributes: { readOnly: false, destructive: false, idempotent: true },
  schema: {
    input: z =>
      z.object({ runId: runIdSchema(z), reason: reasonSchema(z) }).strict(),
    output: outcomeSchema,
  },
  answer: async ({ runId, reason }, { ask, urlOf }) =>
    toOutcome(
      await ask('pauseRun', { params: { runId }, body: { reason } }),
      urlOf,
    ),
});
