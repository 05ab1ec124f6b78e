import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { formatAge } from '../../output/format';
import { listing, onceOptions, pageOptions, showing } from '../kinds';
import { webhookArgument } from './webhooks';

export const listDeliveriesCommand = listing({
  path: ['webhooks', 'deliveries'],
  summary: 'List what a webhook has delivered and is to deliver, newest first',
  arguments: webhookArgument,
  options: {
    state: {
      type: 'text',
      choices: ['pending', 'delivered', 'failed'],
      summary: 'in this state only',
    },
    eventType: {
      type: 'text',
      placeholder: 'type',
      summary: 'of this type only',
    },
    run: { type: 'text', placeholder: 'id', summary: 'about this run only' },
    ...pageOptions,
  },
  examples: [
    {
      line: 'webhooks deliveries wh_01J9… --state failed',
      summary: 'What did not arrive',
    },
  ],
  route: 'listWebhookDeliveries',
  input: ({ args, options }) => ({
    params: { webhookId: args.webhook },
    query: {
      state: options.state,
      eventType: options.eventType,
      run: options.run,
      limit: options.limit,
      after: options.after,
    },
  }),
  id: ({ messageId }) => messageId,
  empty: 'There are none.',
  columns: (output, now) => [
    { title: 'MESSAGE', value: each => each.messageId, priority: 0 },
    { title: 'EVENT', value: each => each.eventType },
    {
      title: 'STATE',
      value: each => each.state,
      colour: text => output.status(text),
    },
    {
      title: 'TRIES',
      value: each => each.attempts,
      align: 'right',
      priority: 3,
    },
    {
      title: 'ANSWER',
      value: each => each.status,
      align: 'right',
      priority: 2,
    },
    {
      title: 'MADE',
      value: each => formatAge(each.createdAt, now),
      priority: 2,
    },
    { title: 'PROBLEM', value: each => each.problem, shrinkTo: 12 },
  ],
});

export const showDeliveryCommand = showing({
  path: ['webhooks', 'delivery'],
  summary: 'Show what was sent, and what was answered to each attempt',
  arguments: {
    ...webhookArgument,
    message: { summary: 'id of the message' },
  },
  examples: [
    {
      line: 'webhooks delivery wh_01J9… msg_01J9…',
      summary: 'Why it did not arrive',
    },
  ],
  route: 'getWebhookDelivery',
  input: ({ args }) => ({
    params: { webhookId: args.webhook, messageId: args.message },
  }),
  ids: ({ messageId }) => [messageId],
});

export const redeliverCommand = defineCommand({
  path: ['webhooks', 'redeliver'],
  summary: 'Deliver a message again, or what was to be delivered within a time',
  arguments: {
    ...webhookArgument,
    message: { summary: 'id of the message', optional: true },
  },
  options: {
    from: { type: 'time', summary: 'made then or later' },
    to: { type: 'time', summary: 'made before then (default: now)' },
    all: { type: 'flag', summary: 'also what was delivered' },
    ...onceOptions,
  },
  examples: [
    {
      line: 'webhooks redeliver wh_01J9… msg_01J9…',
      summary: 'One, under the id that it had',
    },
    {
      line: 'webhooks redeliver wh_01J9… --from 6h',
      summary: 'All that failed in the last six hours',
    },
  ],
  routes: ['redeliverWebhookDelivery', 'redeliverWebhook'],
  async run({ args, options, call, output }) {
    const { from, to, all, key: idempotencyKey } = options;
    if (!args.message === !from) {
      throw new CliError('Say either a message or --from', {
        exitCode: exitCodes.usage,
      });
    }
    if (args.message) {
      const params = { webhookId: args.webhook, messageId: args.message };
      const answer = await call(
        'redeliverWebhookDelivery',
        { params },
        { idempotencyKey },
      );
      await output.answer(answer, {
        text: said => output.line(`${said.messageId} is ${said.state}`),
      });
      return;
    }
    const body = {
      from: from!,
      to: to ?? new Date().toISOString(),
      which: all ? ('all' as const) : undefined,
    };
    const params = { webhookId: args.webhook };
    const answer = await call(
      'redeliverWebhook',
      { params, body },
      { idempotencyKey },
    );
    await output.answer(answer, {
      text: ({ count, isMore }) =>
        output.line(
          `${count} are delivered again${isMore ? '; there are more' : ''}`,
        ),
    });
  },
});
