import {
  permissionNames,
  webhookRoutes,
} from 'backstage-plugin-workflow-runs-common';
import { CallContext, HandlerOptions, Handlers } from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { auditing, changing } from '../api/withAudit';
import { Visibility } from '../queries/condition';
import { Deliveries } from './Deliveries';
import { WebhookCaller, Webhooks } from './Webhooks';

/** What these handlers work with. */
export interface WebhookHandlerOptions {
  webhooks: Webhooks;
  deliveries: Deliveries;
}

/** Handlers of webhooks; whatever is changed or sent goes into the audit log, and no secret with it. */
export function createWebhookHandlers({
  webhooks,
  deliveries,
  auditor,
}: HandlerOptions): Pick<Handlers, keyof typeof webhookRoutes> {
  const audited = auditing(auditor, 'webhook-mutate');
  /** What the trail calls a webhook once it may be gone. */
  const named = async (webhookId: string) => ({
    webhookId,
    name: (await webhooks.find(webhookId))?.name,
  });

  return {
    listWebhooks: async (_, context) => ({
      items: await webhooks.list(readableFor(context)),
    }),

    listWebhookChoices: async (_, { runs }) => {
      runs.demand(permissionNames.alertRuleManage);
      return { items: await webhooks.choices() };
    },

    createWebhook: async ({ body }, context) => {
      const { name } = body;
      return audited(context, 'create', { name, ...about(body) }, async () => {
        const caller = await callerOf(context);
        const key = idempotencyKeyOf(context.request);
        const made = await webhooks.create(body, caller, key);
        context.response.status(made.secret === null ? 200 : 201);
        return made;
      });
    },

    getWebhook: async ({ params }, context) =>
      webhooks.get(params.webhookId, readableFor(context)),

    changeWebhook: async ({ params: { webhookId }, body }, context) => {
      const meta = { webhookId, name: body.name, ...about(body) };
      const before = await webhooks.find(webhookId);
      return audited(context, changing(before, body), meta, async () => {
        idempotencyKeyOf(context.request);
        return webhooks.change(webhookId, body, await callerOf(context));
      });
    },

    deleteWebhook: async ({ params: { webhookId } }, context) =>
      audited(context, 'delete', await named(webhookId), async () => {
        idempotencyKeyOf(context.request);
        readableFor(context);
        await webhooks.delete(webhookId);
        return {};
      }),

    rotateWebhookSecret: async ({ params: { webhookId }, body }, context) => {
      const meta = {
        ...(await named(webhookId)),
        overlapHours: String(body.overlapHours),
      };
      return audited(context, 'rotate_secret', meta, async () => {
        idempotencyKeyOf(context.request);
        return webhooks.rotate(webhookId, body, readableFor(context));
      });
    },

    endOldWebhookSecrets: async ({ params: { webhookId } }, context) =>
      audited(context, 'end_old_secrets', await named(webhookId), async () => {
        idempotencyKeyOf(context.request);
        return webhooks.endOldSecrets(webhookId, readableFor(context));
      }),

    pingWebhook: async ({ params: { webhookId } }, context) =>
      audited(context, 'ping', await named(webhookId), async () => {
        idempotencyKeyOf(context.request);
        readableFor(context);
        return deliveries.ping(await webhooks.record(webhookId));
      }),

    redeliverWebhook: async ({ params: { webhookId }, body }, context) => {
      const meta = {
        ...(await named(webhookId)),
        which: body.which,
        from: new Date(body.from).toISOString(),
        to: new Date(body.to).toISOString(),
      };
      return audited(context, 'redeliver_range', meta, async () => {
        idempotencyKeyOf(context.request);
        const readable = sightOf(context);
        const webhook = await webhooks.record(webhookId);
        return deliveries.rangeAgain(webhook, body, readable);
      });
    },

    listWebhookDeliveries: async (
      { params: { webhookId }, query },
      context,
    ) => {
      const readable = sightOf(context);
      await webhooks.record(webhookId);
      return deliveries.list(webhookId, query, readable);
    },

    getWebhookDelivery: async ({ params }, context) =>
      deliveries.get(params.webhookId, params.messageId, sightOf(context)),

    redeliverWebhookDelivery: async ({ params }, context) => {
      const { webhookId, messageId } = params;
      const meta = { ...(await named(webhookId)), messageId };
      return audited(context, 'redeliver', meta, async () => {
        idempotencyKeyOf(context.request);
        const readable = sightOf(context);
        const webhook = await webhooks.record(webhookId);
        return deliveries.again(webhook, messageId, readable);
      });
    },
  };
}

/**
 * Which runs the caller may be told of: a webhook shows no more of them than any other screen.
 *
 * @throws NotAllowedError where the caller may not look after webhooks
 */
function readableFor({ runs }: CallContext): Visibility {
  runs.demand(permissionNames.webhookManage);
  return runs.visibility(permissionNames.runRead);
}

/** @throws NotAllowedError where there is nothing that a webhook could tell the caller of */
function sightOf(context: CallContext): Visibility {
  const readable = readableFor(context);
  context.runs.demandSight();
  return readable;
}

async function callerOf(context: CallContext): Promise<WebhookCaller> {
  const readable = sightOf(context);
  return { ...(await context.identity()), readable };
}

/** An address may hold a secret in its path: only the host is written down. */
function about({ url }: { url: string }) {
  return { host: URL.canParse(url) ? new URL(url).host : undefined };
}
