import { BODIES } from './bodies';
import { TestPortal } from './TestPortal';

/** A webhook of a test, with something that it has delivered. */
export interface TestWebhook {
  webhookId: string;
  secretId: string;
  messageId: string;
}

/** Makes a webhook whose receiver is not there: what it delivers fails at once, and tells nobody. */
export async function newWebhook(
  portal: TestPortal,
  who?: string,
): Promise<TestWebhook> {
  const made = await portal.post('/webhooks', BODIES.createWebhook, who);
  const { id, secrets } = made.body.webhook;
  const pinged = await portal.post(`/webhooks/${id}/ping`, {}, who);
  return {
    webhookId: id,
    secretId: secrets[0].id,
    messageId: pinged.body.messageId,
  };
}

/** Fills in a webhook where a path or a body names one. */
export function withWebhook<T>(asked: T, webhook: TestWebhook): T {
  const text = JSON.stringify(asked)
    .replaceAll(':webhookId', webhook.webhookId)
    .replaceAll(':secretId', webhook.secretId)
    .replaceAll(':messageId', webhook.messageId);
  return JSON.parse(text);
}
