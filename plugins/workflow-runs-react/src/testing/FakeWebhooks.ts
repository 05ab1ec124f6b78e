import {
  DEFAULT_WEBHOOK_EVENTS,
  Webhook,
  WebhookChange,
  WebhookDeliveryDetail,
  WebhookRequest,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';

/** A webhook that does well; say what differs. @public */
export function aWebhook(overrides: Partial<Webhook> = {}): Webhook {
  return {
    id: 'whk_1',
    name: 'Deployments',
    description: 'Tells the release board what has been deployed',
    url: 'https://hooks.acme.example/workflow-runs',
    eventTypes: [...DEFAULT_WEBHOOK_EVENTS],
    view: null,
    headers: [],
    enabled: true,
    state: 'active',
    stateSince: null,
    owner: 'group:default/platform',
    createdBy: 'user:default/ada',
    createdAt: at(0),
    updatedBy: 'user:default/ada',
    updatedAt: at(0),
    trustedUntil: at(90 * 86_400),
    version: 1,
    secrets: [{ id: 'sec_1', createdAt: at(0), expiresAt: null }],
    lastDelivery: { at: at(60), state: 'delivered', status: 204 },
    pending: 0,
    lastDay: { attempts: 128, failures: 0 },
    ...overrides,
  };
}

/** Something that was delivered at once; say what differs. @public */
export function aWebhookDelivery(
  overrides: Partial<WebhookDeliveryDetail> = {},
): WebhookDeliveryDetail {
  return {
    messageId: 'msg_1',
    webhookId: 'whk_1',
    eventType: 'run.completed',
    runId: 'run_1',
    state: 'delivered',
    createdAt: at(60),
    dueAt: null,
    endedAt: at(60),
    attempts: 1,
    status: 204,
    problem: null,
    payload: JSON.stringify({
      type: 'run.completed',
      timestamp: at(60),
      data: { run: { id: 'run_1', workflow: 'embedded/trial_activation' } },
    }),
    history: [
      {
        number: 1,
        at: at(60),
        durationMs: 84,
        status: 204,
        problem: null,
        responseHeaders: { server: 'nginx' },
        responseBody: '',
        isCut: false,
      },
    ],
    ...overrides,
  };
}

/** Webhooks in memory, with what they have delivered. @public */
export class FakeWebhooks {
  items: Webhook[] = [];
  deliveries: WebhookDeliveryDetail[] = [];

  answer(
    id: string,
    asked: {
      params: Record<string, string>;
      query: Record<string, unknown>;
      body: Record<string, unknown>;
    },
  ) {
    const { params, query, body } = asked;
    switch (id) {
      case 'listWebhooks':
        return { items: this.items };
      case 'listWebhookChoices':
        return {
          items: this.items.map(({ id: webhookId, name, enabled }) => ({
            id: webhookId,
            name,
            enabled,
          })),
        };
      case 'createWebhook':
        return this.create(body as WebhookRequest);
      case 'changeWebhook':
        return this.change(params.webhookId, body as WebhookChange);
      case 'deleteWebhook':
        this.items = this.items.filter(each => each.id !== params.webhookId);
        return {};
      case 'rotateWebhookSecret':
        return this.rotate(params.webhookId, Number(body.overlapHours));
      case 'endOldWebhookSecrets': {
        const { secrets } = this.find(params.webhookId);
        return this.put(params.webhookId, { secrets: secrets.slice(0, 1) });
      }
      case 'pingWebhook':
        return this.ping(params.webhookId);
      case 'redeliverWebhook':
        return this.again(each => each.state === 'failed');
      case 'redeliverWebhookDelivery':
        this.again(each => each.messageId === params.messageId);
        return this.delivery(params.messageId);
      case 'listWebhookDeliveries':
        return this.list(params.webhookId, query);
      case 'getWebhookDelivery':
        return this.delivery(params.messageId);
      default:
        return this.find(params.webhookId);
    }
  }

  private find(webhookId: string): Webhook {
    const webhook = this.items.find(each => each.id === webhookId);
    if (webhook) return webhook;
    throw apiError(404, { message: `There is no webhook '${webhookId}'` });
  }

  private delivery(messageId: string): WebhookDeliveryDetail {
    const delivery = this.deliveries.find(each => each.messageId === messageId);
    if (delivery) return delivery;
    throw apiError(404, { message: `There is no delivery '${messageId}'` });
  }

  private put(webhookId: string, change: Partial<Webhook>): Webhook {
    const webhook = { ...this.find(webhookId), ...change };
    this.items = this.items.map(each =>
      each.id === webhookId ? webhook : each,
    );
    return webhook;
  }

  private create({ headers = [], viewId, ...request }: WebhookRequest) {
    const webhook = aWebhook({
      ...request,
      id: `whk_${this.items.length + 1}`,
      headers: headers.map(({ name }) => name),
      view: viewId ? { id: viewId, name: viewId } : null,
      lastDelivery: null,
      lastDay: { attempts: 0, failures: 0 },
    });
    this.items = [...this.items, webhook];
    return { webhook, secret: SECRET };
  }

  private change(
    webhookId: string,
    { version, headers = [], viewId, ...request }: WebhookChange,
  ): Webhook {
    const before = this.find(webhookId);
    if (before.version !== version) {
      throw apiError(409, {
        message: `version: the webhook has version ${before.version}`,
      });
    }
    const { enabled = before.enabled } = request;
    return this.put(webhookId, {
      ...request,
      headers: headers.map(({ name }) => name),
      view: viewId ? { id: viewId, name: viewId } : null,
      state: enabled ? 'active' : 'off',
      version: version + 1,
    });
  }

  private rotate(webhookId: string, overlapHours: number) {
    const [newest] = this.find(webhookId).secrets;
    const webhook = this.put(webhookId, {
      secrets: [
        { id: 'sec_2', createdAt: at(0), expiresAt: null },
        { ...newest, expiresAt: at(overlapHours * 3_600) },
      ],
    });
    return { webhook, secret: SECRET };
  }

  private ping(webhookId: string): WebhookDeliveryDetail {
    const ping = aWebhookDelivery({
      webhookId,
      messageId: `msg_ping_${this.deliveries.length}`,
      eventType: 'webhook.ping',
      runId: null,
    });
    this.deliveries = [ping, ...this.deliveries];
    return ping;
  }

  private again(isMeant: (delivery: WebhookDeliveryDetail) => boolean) {
    const count = this.deliveries.filter(isMeant).length;
    this.deliveries = this.deliveries.map(each =>
      isMeant(each)
        ? { ...each, state: 'pending', dueAt: each.createdAt, endedAt: null }
        : each,
    );
    return { count, isMore: false };
  }

  private list(webhookId: string, query: Record<string, unknown>) {
    const limit = Number(query.limit ?? 50);
    const from = Number(query.after ?? 0);
    const items = this.deliveries.filter(
      each =>
        each.webhookId === webhookId &&
        (!query.state || each.state === query.state) &&
        (!query.eventType || each.eventType === query.eventType) &&
        (!query.run || each.runId === query.run),
    );
    return {
      items: items.slice(from, from + limit),
      nextAfter: items.length > from + limit ? String(from + limit) : null,
    };
  }
}
