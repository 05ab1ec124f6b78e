import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { defineAction } from './BackstageAction';
import { runIdSchema } from './runBrief';

export const resumeRun = defineAction({
  name: 'resume-run',
  title: 'Resume a workflow run',
  description:
    'Lets a paused run go on. Somebody may have paused it for a reason: look at it with get-run and ask your user before.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
  schema: {
    input: z =>
      z.object({ runId: runIdSchema(z), reason: reasonSchema(z) }).strict(),
    output: outcomeSchema,
  },
  answer: async ({ runId, reason }, { ask, urlOf }) =>
    toOutcome(
      await ask('resumeRun', { params: { runId }, body: { reason } }),
      urlOf,
    ),
});
