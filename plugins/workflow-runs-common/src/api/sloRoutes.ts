import { z } from 'zod';
import { sloPointSchema, sloSchema, workflowSlosSchema } from '../model/slo';
import { statisticsSchema } from '../model/statistics';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';
import { statisticsQuerySchema } from './statisticsRoutes';

const { workflow, engine, entity, owner, tenant, environment, timeZone } =
  statisticsQuerySchema.shape;
const permissions = [permissionNames.workflowRead, permissionNames.runRead];
const { freshAt, coverage } = statisticsSchema.shape;
const id = z.string().min(1).max(128);

/**
 * Of which workflows, and of which environments: where some are named, each is judged for itself.
 *
 * @public
 */
export const slosQuerySchema = z.strictObject({
  workflow,
  engine,
  entity,
  owner,
  tenant,
  environment,
});
/** @public */
export type SlosQuery = z.output<typeof slosQuerySchema>;

/** @public */
export const slosSchema = z.object({
  freshAt,
  /** Those that have a target or a problem with one; most urgent first, 200 at most. */
  items: z.array(workflowSlosSchema),
  totals: z.object({
    /** Workflows with a target, and those without one. */
    withTarget: z.number().int(),
    withoutTarget: z.number().int(),
  }),
  coverage,
});
/** @public */
export type Slos = z.infer<typeof slosSchema>;

/** @public */
export const workflowSlosDetailSchema = workflowSlosSchema.extend({
  freshAt,
  /** In which the days of `series` begin. */
  timeZone: z.string(),
  slos: z.array(
    sloSchema.extend({
      /** Days of the window; the first and the last may be shorter. */
      series: z.array(sloPointSchema),
    }),
  ),
  coverage,
});
/** @public */
export type WorkflowSlosDetail = z.infer<typeof workflowSlosDetailSchema>;

/** Routes that tell how far runs are from what is expected of them. @public */
export const sloRoutes = {
  listSlos: route({
    method: 'get',
    path: '/slos',
    summary: 'How workflows meet their objectives, the most urgent first',
    permissions,
    query: slosQuerySchema,
    result: slosSchema,
  }),
  getWorkflowSlos: route({
    method: 'get',
    path: '/workflows/:engine/:name/slos',
    summary: 'How a workflow meets its objectives, day by day',
    permissions,
    params: z.strictObject({ engine: id, name: id }),
    query: z.strictObject({ environment, timeZone }),
    result: workflowSlosDetailSchema,
  }),
};
