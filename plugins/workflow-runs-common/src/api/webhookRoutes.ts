import { z } from 'zod';
import {
  deliveryStateSchema,
  webhookChangeSchema,
  webhookChoiceSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookRequestSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../model/webhook';
import { permissionNames } from '../permissions';
import { route } from './route';

const id = z.string().min(1).max(128);
const params = z.strictObject({ webhookId: id });
const deliveryParams = z.strictObject({ webhookId: id, messageId: id });
const permissions = [permissionNames.webhookManage];
/** What was delivered tells of runs, and only of those that the caller may see. */
const ofRuns = [permissionNames.webhookManage, permissionNames.runRead];
const time = z.iso
  .datetime({ offset: true })
  .transform(value => new Date(value).getTime());

/** The routes of webhooks. @public */
export const webhookRoutes = {
  listWebhooks: route({
    method: 'get',
    path: '/webhooks',
    summary: 'Webhooks by name, and how they do',
    permissions,
    result: z.object({ items: z.array(webhookSchema) }),
  }),
  createWebhook: route({
    method: 'post',
    path: '/webhooks',
    summary: 'Create a webhook; its signing secret is in this answer alone',
    permissions: ofRuns,
    body: webhookRequestSchema,
    result: webhookWithSecretSchema,
    idempotent: true,
    statuses: [201, 200],
  }),
  // Before what takes an id.
  listWebhookChoices: route({
    method: 'get',
    path: '/webhooks/choices',
    summary: 'Names of webhooks, for whoever lets an alert rule call one',
    permissions: [permissionNames.alertRuleManage],
    result: z.object({ items: z.array(webhookChoiceSchema) }),
  }),
  getWebhook: route({
    method: 'get',
    path: '/webhooks/:webhookId',
    summary: 'A webhook, and how it does',
    permissions,
    params,
    result: webhookSchema,
  }),
  changeWebhook: route({
    method: 'put',
    path: '/webhooks/:webhookId',
    summary: 'Change a webhook that nobody has changed meanwhile',
    permissions: ofRuns,
    params,
    body: webhookChangeSchema,
    result: webhookSchema,
    idempotent: true,
  }),
  deleteWebhook: route({
    method: 'delete',
    path: '/webhooks/:webhookId',
    summary: 'Delete a webhook with its secrets and all that it was to deliver',
    permissions,
    params,
    idempotent: true,
  }),
  rotateWebhookSecret: route({
    method: 'post',
    path: '/webhooks/:webhookId/secret',
    summary:
      'Make a new signing secret; the old one signs as well until it expires',
    permissions,
    params,
    body: z.strictObject({
      /** Id of the secret that signs now: whoever has not seen the last rotation does not undo it. */
      replaces: id,
      /** How long the old one signs as well; 0: no longer. */
      overlapHours: z.number().int().min(0).max(168).default(24),
    }),
    result: webhookWithSecretSchema,
    idempotent: true,
  }),
  endOldWebhookSecrets: route({
    method: 'post',
    path: '/webhooks/:webhookId/secret/end',
    summary: 'Let only the newest signing secret sign from now on',
    permissions,
    params,
    result: webhookSchema,
    idempotent: true,
  }),
  pingWebhook: route({
    method: 'post',
    path: '/webhooks/:webhookId/ping',
    summary: 'Send a test event now, once, and tell what was answered',
    permissions,
    params,
    result: webhookDeliveryDetailSchema,
    idempotent: true,
  }),
  redeliverWebhook: route({
    method: 'post',
    path: '/webhooks/:webhookId/redeliver',
    summary: 'Deliver again what was to be delivered within a time',
    permissions: ofRuns,
    params,
    body: z
      .strictObject({
        /** Made then or later; ISO 8601. */
        from: time,
        /** Made before then; ISO 8601. */
        to: time,
        /** What was delivered is left alone unless it is asked for. */
        which: z.enum(['failed', 'all']).default('failed'),
      })
      .refine(({ from, to }) => from < to, {
        path: ['to'],
        error: 'it must be later than from',
        params: { rule: 'order' },
      }),
    result: z.object({
      /** How many are delivered again. */
      count: z.number().int(),
      /** There are others: ask again once these have been delivered. */
      isMore: z.boolean(),
    }),
    idempotent: true,
  }),
  listWebhookDeliveries: route({
    method: 'get',
    path: '/webhooks/:webhookId/deliveries',
    summary: 'What a webhook has delivered and is to deliver, newest first',
    permissions: ofRuns,
    params,
    query: z.strictObject({
      state: deliveryStateSchema.optional(),
      eventType: z.string().min(1).max(64).optional(),
      run: id.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      /** `nextAfter` of the page before. */
      after: z.string().min(1).max(256).optional(),
    }),
    result: z.object({
      items: z.array(webhookDeliverySchema),
      nextAfter: z.string().nullable(),
    }),
  }),
  getWebhookDelivery: route({
    method: 'get',
    path: '/webhooks/:webhookId/deliveries/:messageId',
    summary: 'What was sent, and what was answered to each attempt',
    permissions: ofRuns,
    params: deliveryParams,
    result: webhookDeliveryDetailSchema,
  }),
  redeliverWebhookDelivery: route({
    method: 'post',
    path: '/webhooks/:webhookId/deliveries/:messageId/redeliver',
    summary: 'Deliver something again, under the id that it had',
    permissions: ofRuns,
    params: deliveryParams,
    result: webhookDeliverySchema,
    idempotent: true,
  }),
};
