import { z } from 'zod';
import { permissionNames } from '../permissions';
import { route } from './route';
import { listOf } from './runFilter';

/** The channel of Backstage's signals on which hints come. @public */
export const LIVE_CHANNEL = 'workflow-runs';

const id = z.string().min(1).max(128);
/** `<engine>/<name>` */
const workflow = z.string().min(3).max(256);

/**
 * A hint, as a signal carries it: read again what you show of these runs. Whoever subscribes or renews is sent one
 * of no run at once, and so knows that hints arrive.
 *
 * @public
 */
export const liveHintSchema = z.object({
  runIds: z.array(z.string()),
  /** Place in the log of the last event that it is about. */
  position: z.number().int(),
});
/** @public */
export type LiveHint = z.infer<typeof liveHintSchema>;

/** The routes by which users say of which runs they want hints, for the next ten minutes. @public */
export const liveRoutes = {
  subscribe: route({
    method: 'put',
    path: '/live/subscriptions',
    summary:
      'Get hints by signals of runs, of all runs of workflows, or of all runs, for ten minutes; again to renew; for users',
    permissions: [permissionNames.runRead],
    body: z
      .strictObject({
        runs: z.array(id).max(50).default([]),
        workflows: z.array(workflow).max(50).default([]),
        /** Of all runs that the caller may see: what a list of all of them wants. */
        all: z.literal(true).optional(),
      })
      .refine(
        ({ runs, workflows, all }) => all || runs.length + workflows.length > 0,
        {
          error: 'it takes runs, workflows, or all',
          path: ['runs'],
          params: { rule: 'required' },
        },
      ),
    result: z.object({
      expiresAt: z.iso.datetime(),
      /** Those of them that are there for the caller. */
      runs: z.array(z.string()),
      workflows: z.array(z.string()),
    }),
  }),
  unsubscribe: route({
    method: 'delete',
    path: '/live/subscriptions',
    summary:
      'Get no more hints of runs, of workflows or of all runs, or none at all',
    permissions: [permissionNames.runRead],
    query: z.strictObject({
      run: listOf(id).optional(),
      workflow: listOf(workflow).optional(),
      /** The subscription to all runs. */
      all: z.literal('true').optional(),
    }),
    result: z.object({ left: z.number().int() }),
  }),
};
