import { defineCommand } from '../../cli/defineCommand';
import { changing, onceOptions } from '../kinds';
import { sayWithSecret, webhookArgument } from './webhooks';

const HOUR_MS = 3_600_000;

export const rotateSecretCommand = defineCommand({
  path: ['webhooks', 'rotate-secret'],
  summary:
    'Make a new signing secret; the old one signs as well until it expires',
  arguments: webhookArgument,
  options: {
    overlap: {
      type: 'duration',
      summary:
        'how long the old one signs as well, in whole hours up to 7d (default: 24h)',
    },
    replaces: {
      type: 'text',
      placeholder: 'id',
      summary: 'id of the secret that signs now (default: the one that does)',
    },
    ...onceOptions,
  },
  examples: [
    {
      line: 'webhooks rotate-secret wh_01J9… --overlap 48h',
      summary: 'Two days to change it at the receiver',
    },
  ],
  routes: ['getWebhook', 'rotateWebhookSecret'],
  async run({ args, options, call, output }) {
    const params = { webhookId: args.webhook };
    const replaces =
      options.replaces ?? (await call('getWebhook', { params })).secrets[0].id;
    const { overlap, key } = options;
    const overlapHours = overlap === undefined ? undefined : overlap / HOUR_MS;
    const answer = await call(
      'rotateWebhookSecret',
      { params, body: { replaces, overlapHours } },
      { idempotencyKey: key },
    );
    await output.answer(answer, {
      ids: ({ secret }) => (secret ? [secret] : []),
      text: ({ webhook, secret }) =>
        output.line(sayWithSecret(webhook, secret)),
    });
  },
});

export const endOldSecretsCommand = changing({
  path: ['webhooks', 'end-old-secrets'],
  summary: 'Let only the newest signing secret sign from now on',
  arguments: webhookArgument,
  examples: [
    {
      line: 'webhooks end-old-secrets wh_01J9…',
      summary: 'The receiver has the new one',
    },
  ],
  route: 'endOldWebhookSecrets',
  input: ({ args }) => ({ params: { webhookId: args.webhook } }),
  said: ({ id }) => `${id} signs with its newest secret only`,
});
