import type {
  Webhook,
  WebhookRequest,
} from 'backstage-plugin-workflow-runs-common';
import { defineCommand } from '../../cli/defineCommand';
import { editObject } from '../../input/editObject';
import { jsonOptions, readObject } from '../../input/readInput';
import { formatAge } from '../../output/format';
import { showObject } from '../../output/showObject';
import { changing, listing, onceOptions, showing } from '../kinds';

export const webhookArgument = {
  webhook: { summary: 'id of the webhook' },
} as const;

export const listWebhooksCommand = listing({
  path: ['webhooks', 'list'],
  summary: 'List webhooks, and how they do',
  examples: [{ line: 'webhooks list', summary: 'Which one cannot be reached' }],
  route: 'listWebhooks',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'There are none.',
  columns: (output, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'NAME', value: each => each.name, shrinkTo: 10 },
    {
      title: 'STATE',
      value: each => each.state,
      colour: text => output.status(text),
    },
    {
      title: 'PENDING',
      value: each => each.pending,
      align: 'right',
      priority: 3,
    },
    {
      title: 'LAST',
      value: each => formatAge(each.lastDelivery?.at, now),
      priority: 2,
    },
    { title: 'URL', value: each => each.url, priority: 4, shrinkTo: 20 },
  ],
});

export const showWebhookCommand = showing({
  path: ['webhooks', 'show'],
  summary: 'Show a webhook, and how it does',
  arguments: webhookArgument,
  examples: [
    {
      line: 'webhooks show wh_01J9…',
      summary: 'What it is told of, and since when it fails',
    },
  ],
  route: 'getWebhook',
  input: ({ args }) => ({ params: { webhookId: args.webhook } }),
  ids: ({ id }) => [id],
});

export const webhookChoicesCommand = listing({
  path: ['webhooks', 'choices'],
  summary:
    'List the names of webhooks, for whoever lets an alert rule call one',
  examples: [
    { line: 'webhooks choices', summary: 'What webhookId of a rule can be' },
  ],
  route: 'listWebhookChoices',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'There are none.',
  columns: () => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'NAME', value: each => each.name },
    { title: 'ENABLED', value: each => (each.enabled ? 'yes' : 'no') },
  ],
});

export const createWebhookCommand = changing({
  path: ['webhooks', 'create'],
  summary: 'Create a webhook; its signing secret is shown once',
  arguments: {
    name: { summary: 'what it is called' },
    address: { summary: 'where events are posted to' },
  },
  options: {
    event: {
      type: 'list',
      placeholder: 'type,...',
      summary: "types of events, such as run.failed; '*' for all",
    },
    view: {
      type: 'text',
      placeholder: 'id',
      summary: 'only runs of this saved view',
    },
    owner: {
      type: 'text',
      placeholder: 'ref',
      summary: 'who is told when it stops (default: you)',
    },
    ...jsonOptions,
  },
  examples: [
    {
      line: 'webhooks create deployments https://ci.example.com/hooks --event run.completed,run.failed',
      summary: 'Tell a build system of what ends',
    },
  ],
  route: 'createWebhook',
  async input({ args, options, surroundings }) {
    const given = await readObject(options, surroundings);
    const { event: eventTypes, view: viewId, owner } = options;
    const body = {
      name: args.name,
      url: args.address,
      eventTypes,
      viewId,
      owner,
    };
    return { body: { ...given, ...body } as WebhookRequest };
  },
  said: ({ webhook, secret }) => sayWithSecret(webhook, secret),
  id: ({ webhook }) => webhook.id,
});

export const editWebhookCommand = defineCommand({
  path: ['webhooks', 'edit'],
  summary: 'Change a webhook',
  arguments: webhookArgument,
  options: { ...jsonOptions, ...onceOptions },
  examples: [
    {
      line: 'webhooks edit wh_01J9… --set enabled=false',
      summary: 'Turn it off',
    },
    {
      line: `webhooks edit wh_01J9… --set 'eventTypes=["run.failed"]'`,
      summary: 'Other events',
    },
  ],
  routes: ['getWebhook', 'changeWebhook'],
  async run(context) {
    const { args, options, call, output } = context;
    const params = { webhookId: args.webhook };
    const webhook = await call('getWebhook', { params });
    const current = {
      ...webhook,
      viewId: webhook.view?.id ?? null,
      // What they say is never shown; without a value, they keep it.
      headers: webhook.headers.map(name => ({ name })),
    };
    const body = await editObject('changeWebhook', current, context);
    const changed = await call(
      'changeWebhook',
      { params, body },
      { idempotencyKey: options.key },
    );
    await output.answer(changed, { text: said => showObject(output, said) });
  },
});

export const deleteWebhookCommand = changing({
  path: ['webhooks', 'delete'],
  summary: 'Delete a webhook, with all that it was to deliver',
  arguments: webhookArgument,
  examples: [
    { line: 'webhooks delete wh_01J9…', summary: 'It tells nobody any more' },
  ],
  route: 'deleteWebhook',
  input: ({ args }) => ({ params: { webhookId: args.webhook } }),
  said: (_, { args }) => `${args.webhook} is deleted`,
});

export const pingWebhookCommand = showing({
  path: ['webhooks', 'ping'],
  summary: 'Send a test event now, once, and show what was answered',
  arguments: webhookArgument,
  examples: [
    { line: 'webhooks ping wh_01J9…', summary: 'Whether it can be reached' },
  ],
  route: 'pingWebhook',
  input: ({ args }) => ({ params: { webhookId: args.webhook } }),
  ids: ({ messageId }) => [messageId],
});

export function sayWithSecret(webhook: Webhook, secret: string | null): string {
  return secret
    ? `${webhook.id} signs with ${secret}, which is not shown again`
    : `${webhook.id}; its secret was shown the first time`;
}
