import { z } from 'zod';
import { alertRuleContentSchema } from '../alerts/rule';
import {
  alertEpisodeSchema,
  alertPreviewSchema,
  alertRuleSchema,
  firingAlertSchema,
} from '../alerts/state';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';

const id = z.string().min(1).max(128);
const params = z.strictObject({ alertRuleId: id });
const permissions = [permissionNames.alertRuleManage];
/** A rule watches what whoever saves it may see. */
const toWatch = [
  permissionNames.workflowRead,
  permissionNames.runRead,
  ...permissions,
];

/** The routes of alert rules. @public */
export const alertRoutes = {
  listAlertRules: route({
    method: 'get',
    path: '/alert-rules',
    summary: 'Alert rules with where they stand: those that fire go first',
    permissions,
    result: z.object({ items: z.array(alertRuleSchema) }),
  }),
  createAlertRule: route({
    method: 'post',
    path: '/alert-rules',
    summary: 'Make a rule, over the runs that the caller may see',
    permissions: toWatch,
    body: alertRuleContentSchema,
    result: alertRuleSchema,
    idempotent: true,
    statuses: [201, 200],
  }),
  listFiringAlerts: route({
    method: 'get',
    path: '/alert-rules/firing',
    summary:
      'Rules that fire, of those whose workflows the caller may see, the most severe first',
    permissions: [permissionNames.workflowRead, permissionNames.runRead],
    result: z.object({ items: z.array(firingAlertSchema) }),
  }),
  previewAlertRule: route({
    method: 'post',
    path: '/alert-rules/preview',
    summary: 'What a rule would have done in the last seven days',
    permissions: toWatch,
    body: alertRuleContentSchema,
    result: alertPreviewSchema,
    asksOnly: true,
  }),
  getAlertRule: route({
    method: 'get',
    path: '/alert-rules/:alertRuleId',
    summary: 'An alert rule with where it stands',
    permissions,
    params,
    result: alertRuleSchema,
  }),
  changeAlertRule: route({
    method: 'put',
    path: '/alert-rules/:alertRuleId',
    summary: 'Change a rule that nobody has changed meanwhile; what fires ends',
    permissions: toWatch,
    params,
    body: alertRuleContentSchema.safeExtend({
      revision: z.number().int().min(1),
    }),
    result: alertRuleSchema,
    idempotent: true,
  }),
  deleteAlertRule: route({
    method: 'delete',
    path: '/alert-rules/:alertRuleId',
    summary: 'Delete a rule with its history',
    permissions,
    params,
    idempotent: true,
  }),
  snoozeAlertRule: route({
    method: 'post',
    path: '/alert-rules/:alertRuleId/snooze',
    summary: 'Tell nobody for a while, or tell them again',
    permissions,
    params,
    body: z.strictObject({
      /** 30 days from now at most; null: from now on. */
      until: z.iso.datetime({ offset: true }).nullable(),
    }),
    result: alertRuleSchema,
    idempotent: true,
  }),
  resolveAlertRule: route({
    method: 'post',
    path: '/alert-rules/:alertRuleId/resolve',
    summary: 'Say that what fires is dealt with; it fires again once it was ok',
    permissions,
    params,
    body: z.strictObject({
      note: z.string().trim().max(1_000).default(''),
    }),
    result: alertRuleSchema,
    idempotent: true,
  }),
  listAlertEpisodes: route({
    method: 'get',
    path: '/alert-rules/:alertRuleId/episodes',
    summary: 'When a rule fired, newest first',
    permissions,
    params,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      /** `nextAfter` of the page before. */
      after: id.optional(),
    }),
    result: z.object({
      items: z.array(alertEpisodeSchema),
      nextAfter: z.string().nullable(),
    }),
  }),
};
