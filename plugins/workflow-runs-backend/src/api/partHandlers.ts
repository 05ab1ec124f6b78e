import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import type { HandlerOptions, Handlers } from './handlers';
import { unlessKnown } from './unlessKnown';

type PartRouteId =
  | 'listSteps'
  | 'listAttempts'
  | 'listEvents'
  | 'listLogs'
  | 'listPayloads'
  | 'listActions'
  | 'listDecisions';

/** Handlers of what belongs to a run, one kind at a time. */
export function createPartHandlers({
  details,
}: HandlerOptions): Pick<Handlers, PartRouteId> {
  return {
    listSteps: async ({ params, query }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, () => details.steps(run.id, query));
    },

    listAttempts: async ({ params, query }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, () => details.attempts(run.id, query));
    },

    listEvents: async ({ params, query }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, async () => ({
        items: await details.events(run.id, query),
      }));
    },

    listLogs: async ({ params, query }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, async () => ({
        items: await details.logs(run.id, query),
      }));
    },

    listPayloads: async ({ params, query }, context) => {
      const run = await context.runs.getRunFor(
        permissionNames.runReadIo,
        params.runId,
      );
      return unlessKnown(run, context, async () => ({
        items: await details.payloads(run.id, query.step),
      }));
    },

    listActions: async ({ params }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, async () => ({
        items: context.runs.permits(permissionNames.runReadIo, run)
          ? await details.answeredActions(run.id)
          : await details.actions(run.id),
      }));
    },

    listDecisions: async ({ params }, context) => {
      const run = await context.runs.getRun(params.runId);
      return unlessKnown(run, context, async () => ({
        items: await details.decisions(run.id),
      }));
    },
  };
}
