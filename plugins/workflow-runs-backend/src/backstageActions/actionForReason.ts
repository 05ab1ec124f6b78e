import { outcomeSchema, reasonSchema, toOutcome } from './actionOutcome';
import { BackstageAction, defineAction } from './BackstageAction';
import { runIdSchema } from './runBrief';

/** An action that asks something of a run for a reason, and says nothing else. */
export function actionForReason(
  route: 'cancelRun' | 'pauseRun' | 'resumeRun',
  described: Pick<
    BackstageAction,
    'name' | 'title' | 'description' | 'attributes'
  >,
) {
  return defineAction({
    ...described,
    schema: {
      input: z =>
        z.object({ runId: runIdSchema(z), reason: reasonSchema(z) }).strict(),
      output: outcomeSchema,
    },
    answer: async ({ runId, reason }, { ask, urlOf }) =>
      toOutcome(
        await ask(route, { params: { runId }, body: { reason } }),
        urlOf,
      ),
  });
}
