import { z } from 'zod';
import { forecastSchema } from '../model/forecast';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';

/** The route that tells when a run is likely to end. @public */
export const forecastRoutes = {
  getForecast: route({
    method: 'get',
    path: '/runs/:runId/forecast',
    summary: 'When a run is likely to end, and how long its steps usually take',
    permissions: [permissionNames.runRead],
    params: z.strictObject({ runId: z.string().min(1).max(128) }),
    result: forecastSchema,
  }),
};
