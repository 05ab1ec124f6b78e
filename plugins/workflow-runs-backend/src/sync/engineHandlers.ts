import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { HandlerOptions, Handlers } from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { auditing } from '../api/withAudit';
import { EngineDesk } from './EngineDesk';

/** What the handlers of engines work with. */
export interface EngineHandlerOptions {
  engines: EngineDesk;
}

type EngineRouteId = Extract<RouteId, 'listEngines' | 'syncEngine' | 'syncRun'>;

/** Handlers of engines elsewhere; whoever has one asked is in the audit log. */
export function createEngineHandlers({
  engines,
  auditor,
}: Pick<HandlerOptions, 'engines' | 'auditor'>): Pick<Handlers, EngineRouteId> {
  const audited = auditing(auditor, 'engine-sync');
  return {
    listEngines: async (_, { runs }) => ({ items: await engines.list(runs) }),

    syncEngine: async ({ params: { engineId } }, context) => {
      context.runs.demand(permissionNames.engineSync);
      idempotencyKeyOf(context.request);
      return audited(context, 'sync-engine', { engineId }, async () => {
        const engine = await engines.syncEngine(context.runs, engineId);
        context.response.status(202);
        return engine;
      });
    },

    syncRun: async ({ params: { runId } }, context) => {
      idempotencyKeyOf(context.request);
      return audited(context, 'sync-run', { runId }, async () => {
        const run = await context.runs.getRun(runId);
        context.runs.demand(permissionNames.engineSync);
        const freshness = await engines.syncRun(context.runs, run);
        context.response.status(freshness.isStale ? 202 : 200);
        return freshness;
      });
    },
  };
}
