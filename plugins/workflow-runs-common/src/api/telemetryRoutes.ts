import { z } from 'zod';
import { logSourceSchema, traceSourceSchema } from '../model/telemetry';
import { permissionNames } from '../permissions';
import { route } from './route';

const params = z.strictObject({ runId: z.string().min(1).max(128) });

/** The routes by which is read what tools outside know of a run; none of them has to be there. @public */
export const telemetryRoutes = {
  getTraces: route({
    method: 'get',
    path: '/runs/:runId/traces',
    summary: 'Spans of a run, from the tracing tools that are configured',
    permissions: [permissionNames.runRead],
    params,
    result: z.object({ sources: z.array(traceSourceSchema) }),
  }),
  getExternalLogs: route({
    method: 'get',
    path: '/runs/:runId/external-logs',
    summary: 'Log lines about a run, from the log stores that are configured',
    permissions: [permissionNames.runRead],
    params,
    result: z.object({ sources: z.array(logSourceSchema) }),
  }),
};
