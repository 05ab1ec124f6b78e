import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { defineAction } from './BackstageAction';
import { runIdSchema } from './runBrief';

export const cancelRun = defineAction({
  name: 'cancel-run',
  title: 'Cancel a workflow run',
  description:
    'Cancels a run that has not ended, and rolls back what it did as far as the workflow says how. That cannot be undone: ask your user before.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
  schema: {
    input: z =>
      z.object({ runId: runIdSchema(z), reason: reasonSchema(z) }).strict(),
    output: outcomeSchema,
  },
  answer: async ({ runId, reason }, { ask, urlOf }) =>
    toOutcome(
      await ask('cancelRun', { params: { runId }, body: { reason } }),
      urlOf,
    ),
});
