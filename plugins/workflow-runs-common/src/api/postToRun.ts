import { z } from 'zod';
import { RunAction } from '../model/vocabulary';
import { permissionNames, permissionOfAction } from '../permissions';
import { actionResultSchema } from './actionResult';
import { route } from './route';

/** The route by which something is asked of a run. */
export const postToRun = <Body extends z.ZodType>(
  action: RunAction,
  path: string,
  summary: string,
  body: Body,
) =>
  route({
    method: 'post',
    path: `/runs/:runId/${path}`,
    summary,
    permissions: [permissionNames.runRead, permissionOfAction[action]],
    params: z.strictObject({ runId: z.string().min(1).max(128) }),
    body,
    result: actionResultSchema,
    idempotent: true,
  });
