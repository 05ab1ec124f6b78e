import { decisionSchema } from 'backstage-plugin-workflow-runs-common';
import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { defineAction, oneOf } from './BackstageAction';
import { runIdSchema } from './runBrief';

export const decideStep = defineAction({
  name: 'decide-step',
  title: 'Approve or reject what waits for a human',
  description:
    'Answers a question that a run asks a human, in the name of your user, who has to be one of its approvers. get-run tells the question (`questions`). The question was put to a human: show it to your user, and pass on what they decide, with their reason.',
  attributes: { readOnly: false, destructive: true, idempotent: true },
  schema: {
    input: z =>
      z
        .object({
          runId: runIdSchema(z),
          step: z
            .string()
            .min(1)
            .max(128)
            .describe('Key of the step that asks'),
          decision: oneOf(z, decisionSchema).describe('What your user decides'),
          reason: reasonSchema(z),
        })
        .strict(),
    output: outcomeSchema,
  },
  answer: async ({ runId, reason: note, ...said }, { ask, urlOf }) =>
    toOutcome(
      await ask('decideStep', { params: { runId }, body: { ...said, note } }),
      urlOf,
    ),
});
