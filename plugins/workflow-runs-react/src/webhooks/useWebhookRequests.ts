import {
  RouteResult,
  Routes,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookRequest,
  WebhookWithSecret,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/**
 * Makes a webhook, or changes the one that is given; only one that was made has a secret.
 *
 * @public
 */
export function useWebhookSave(
  webhook: Pick<Webhook, 'id' | 'version'> | undefined,
): SentRequest<WebhookRequest, WebhookWithSecret> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: async (asked: WebhookRequest, idempotencyKey) => {
      if (!webhook) {
        const input = { body: asked };
        return api.call('createWebhook', input, { idempotencyKey });
      }
      const changed = await api.call(
        'changeWebhook',
        {
          params: { webhookId: webhook.id },
          body: { ...asked, version: webhook.version },
        },
        { idempotencyKey },
      );
      return { webhook: changed, secret: null };
    },
    onSuccess,
  });
}

/** Deletes a webhook; the answer is its id. @public */
export function useWebhookRemoval(): SentRequest<string, string> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: async (webhookId: string, idempotencyKey) => {
      const params = { webhookId };
      await api.call('deleteWebhook', { params }, { idempotencyKey });
      return webhookId;
    },
    onSuccess,
  });
}

/** Makes a new signing secret, beside which the old one signs for some hours. @public */
export function useSecretRotation(
  webhook: Pick<Webhook, 'id' | 'secrets'>,
): SentRequest<{ overlapHours: number }, WebhookWithSecret> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: ({ overlapHours }: { overlapHours: number }, idempotencyKey) =>
      api.call(
        'rotateWebhookSecret',
        {
          params: { webhookId: webhook.id },
          body: { replaces: webhook.secrets[0]?.id ?? '', overlapHours },
        },
        { idempotencyKey },
      ),
    onSuccess,
  });
}

/** Lets only the newest secret sign from now on. @public */
export function useOldSecretsEnd(): SentRequest<string, Webhook> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: (webhookId: string, idempotencyKey) =>
      api.call(
        'endOldWebhookSecrets',
        { params: { webhookId } },
        { idempotencyKey },
      ),
    onSuccess,
  });
}

/** Sends a test event now, once, and tells what was answered. @public */
export function useWebhookPing(): SentRequest<string, WebhookDeliveryDetail> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: (webhookId: string, idempotencyKey) =>
      api.call('pingWebhook', { params: { webhookId } }, { idempotencyKey }),
    onSuccess,
  });
}

/** Delivers something again. @public */
export function useRedelivery(
  webhookId: string,
): SentRequest<string, WebhookDelivery> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: (messageId: string, idempotencyKey) =>
      api.call(
        'redeliverWebhookDelivery',
        { params: { webhookId, messageId } },
        { idempotencyKey },
      ),
    onSuccess,
  });
}

/** Which deliveries are made again. @public */
export interface RedeliveryRange {
  /** ISO 8601. */
  from: string;
  to: string;
  which: 'failed' | 'all';
}

/** Delivers again what was to be delivered within a time. @public */
export function useRangeRedelivery(
  webhookId: string,
): SentRequest<RedeliveryRange, RouteResult<Routes['redeliverWebhook']>> {
  const { api } = useSession();
  const onSuccess = useReadAgain();
  return useRequest({
    act: (range: RedeliveryRange, idempotencyKey) =>
      api.call(
        'redeliverWebhook',
        { params: { webhookId }, body: range },
        { idempotencyKey },
      ),
    onSuccess,
  });
}

function useReadAgain() {
  const { queryClient } = useSession();
  return () => {
    queryClient.invalidateQueries({ queryKey: keys.webhooks() });
  };
}
