import { z } from 'zod';
import { watchingSchema } from '../model/watching';
import { permissionNames } from '../permissions';
import { route } from './route';

/** The route by which users say of which runs they want to hear. @public */
export const watchRoutes = {
  watchRun: route({
    method: 'post',
    path: '/runs/:runId/watch',
    summary: 'Hear of a run, or hear of it no longer; for users, not services',
    permissions: [permissionNames.runRead],
    params: z.strictObject({ runId: z.string().min(1).max(128) }),
    body: z.strictObject({ watch: z.boolean() }),
    result: watchingSchema,
  }),
};
