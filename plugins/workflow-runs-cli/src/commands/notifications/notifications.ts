import type { CommandContext } from '../../cli/CommandContext';
import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { setTopic, topicsOf, type NotificationSettings } from './settings';

export const getNotificationsCommand = defineCommand({
  path: ['notifications', 'get'],
  summary: 'Show of what you are notified, and how',
  description:
    'They are settings of the portal, for users: services have none. Only what is about runs is shown.',
  examples: [{ line: 'notifications get', summary: 'What is on' }],
  routes: [],
  async run(context) {
    await show(context, await ask(context));
  },
});

export const setNotificationsCommand = defineCommand({
  path: ['notifications', 'set'],
  summary: 'Turn notifications about runs on or off',
  arguments: {
    topic: { summary: 'such as run-failed; all for every one' },
    to: { summary: 'what it is to be', choices: ['on', 'off'] },
  },
  options: {
    channel: {
      type: 'text',
      placeholder: 'id',
      summary: 'on this channel (default: Web)',
    },
  },
  examples: [
    { line: 'notifications set sla-at-risk off', summary: 'One topic' },
    {
      line: 'notifications set all on --channel Email',
      summary: 'All of a channel',
    },
  ],
  routes: [],
  async run(context) {
    const { args, options } = context;
    const current = await ask(context);
    const changed = setTopic(current, {
      channel: options.channel ?? 'Web',
      topic: args.topic,
      enabled: args.to === 'on',
    });
    if (!changed) {
      const known = topicsOf(current).map(({ topic }) => topic);
      throw new CliError(`There is no topic '${args.topic}' on that channel`, {
        exitCode: exitCodes.notFound,
        hint: `There are: ${[...new Set(known)].join(', ')}`,
      });
    }
    await show(context, await ask(context, changed));
  },
});

type Context = Pick<CommandContext, 'connect' | 'output' | 'signal'>;

/** The portal's own notifications have no client that works outside of a browser. */
async function ask(
  { connect, signal }: Context,
  changed?: NotificationSettings,
): Promise<NotificationSettings> {
  const server = await connect();
  return server.ask('/api/notifications/settings', {
    signal,
    ...(changed && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(changed),
    }),
  });
}

async function show({ output }: Context, settings: NotificationSettings) {
  const topics = topicsOf(settings);
  await output.answer(
    { items: topics },
    {
      ids: ({ items }) =>
        items.filter(({ enabled }) => enabled).map(({ topic }) => topic),
      text: ({ items }) =>
        output.table(
          items,
          [
            { title: 'TOPIC', value: each => each.topic, priority: 0 },
            { title: 'CHANNEL', value: each => each.channel },
            { title: 'IS', value: each => (each.enabled ? 'on' : 'off') },
          ],
          {
            empty:
              'You were never notified of runs, and no settings are offered.',
          },
        ),
    },
  );
}
