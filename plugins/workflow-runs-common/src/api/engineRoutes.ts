import { z } from 'zod';
import { freshnessSchema, observedEngineSchema } from '../model/engine';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';

const id = z.string().min(1).max(128);

/** The routes of engines that run workflows elsewhere. @public */
export const engineRoutes = {
  listEngines: route({
    method: 'get',
    path: '/engines',
    summary:
      'Engines that run workflows elsewhere, and as of when their runs are known',
    permissions: [permissionNames.runRead],
    result: z.object({ items: z.array(observedEngineSchema) }),
  }),
  syncEngine: route({
    method: 'post',
    path: '/engines/:engineId/sync',
    summary: 'Ask an engine for its open runs, and for what has changed, now',
    permissions: [permissionNames.runRead, permissionNames.engineSync],
    params: z.strictObject({ engineId: id }),
    result: observedEngineSchema,
    idempotent: true,
    statuses: [202],
  }),
  syncRun: route({
    method: 'post',
    path: '/runs/:runId/sync',
    summary:
      'Ask the engine of a run for it now; waits a few seconds for the answer',
    permissions: [permissionNames.runRead, permissionNames.engineSync],
    params: z.strictObject({ runId: id }),
    result: freshnessSchema,
    idempotent: true,
    statuses: [200, 202],
  }),
};
