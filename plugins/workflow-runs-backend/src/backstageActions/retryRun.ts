import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { defineAction } from './BackstageAction';
import { runIdSchema } from './runBrief';

export const retryRun = defineAction({
  name: 'retry-run',
  title: 'Retry a workflow run',
  description:
    'Repeats what failed in a run, or everything from a step on. The same error comes again where its cause is still there: look with explain-run, and ask your user before.',
  attributes: { readOnly: false, destructive: true, idempotent: false },
  schema: {
    input: z =>
      z
        .object({
          runId: runIdSchema(z),
          step: z
            .string()
            .min(1)
            .max(128)
            .optional()
            .describe(
              'Of an ended run: the first step to repeat; what failed where left out. Of an open one: the step to try now',
            ),
          item: z
            .number()
            .int()
            .min(0)
            .optional()
            .describe('An item of a fan-out that is under way'),
          reason: reasonSchema(z),
        })
        .strict(),
    output: outcomeSchema,
  },
  answer: async ({ runId, ...body }, { ask, urlOf }) =>
    toOutcome(await ask('retryRun', { params: { runId }, body }), urlOf),
});
