import { defineCommand } from '../../cli/defineCommand';
import { formatAge } from '../../output/format';
import { listing } from '../kinds';
import { runArgument } from './runArgument';

export const eventsCommand = defineCommand({
  path: ['events'],
  summary: 'List what happened in a run, in the order it was recorded',
  arguments: runArgument,
  options: {
    after: {
      type: 'number',
      summary: 'behind the event with this number',
    },
    limit: {
      type: 'number',
      short: 'n',
      min: 1,
      summary: 'how many at most (default: 200)',
    },
  },
  examples: [{ line: 'events run_01J9…', summary: 'What happened, and when' }],
  routes: ['listEvents'],
  async run({ args, options, call, output }) {
    const answer = await call('listEvents', {
      params: { runId: args.run },
      query: { after: options.after, limit: options.limit },
    });
    await output.answer(answer, {
      ids: ({ items }) => items.map(({ number }) => String(number)),
      text: ({ items }) =>
        output.table(
          items,
          [
            { title: 'AT', value: event => event.occurredAt, priority: 0 },
            { title: 'EVENT', value: event => event.type, priority: 0 },
            { title: 'STEP', value: event => event.stepKey, shrinkTo: 8 },
            {
              title: 'SAYS',
              value: event => JSON.stringify(event.payload),
              priority: 2,
              shrinkTo: 12,
            },
          ],
          { empty: 'Nothing else has happened.' },
        ),
    });
  },
});

export const decisionsCommand = listing({
  path: ['decisions'],
  summary: 'List what humans were asked about a run, and what they said',
  arguments: runArgument,
  examples: [{ line: 'decisions run_01J9…', summary: 'Who has approved what' }],
  route: 'listDecisions',
  input: ({ args }) => ({ params: { runId: args.run } }),
  id: ({ stepKey }) => stepKey,
  empty: 'Nobody was asked.',
  columns: (output, now) => [
    { title: 'STEP', value: each => each.stepKey, priority: 0 },
    { title: 'ABOUT', value: each => each.about, priority: 3 },
    {
      title: 'DECISION',
      value: each => each.decision ?? 'requested',
      colour: text => output.status(text),
      priority: 0,
    },
    { title: 'BY', value: each => each.actor },
    {
      title: 'ASKED',
      value: each => formatAge(each.askedAt, now),
      priority: 2,
    },
    { title: 'NOTE', value: each => each.note, shrinkTo: 10 },
  ],
});

export const actionsCommand = listing({
  path: ['actions'],
  summary: 'List what was asked of a run, by whom and why, newest first',
  arguments: runArgument,
  examples: [
    { line: 'actions run_01J9…', summary: 'Who has canceled it, and why' },
  ],
  route: 'listActions',
  input: ({ args }) => ({ params: { runId: args.run } }),
  id: ({ id }) => id,
  empty: 'Nothing was asked of it.',
  columns: (output, now) => [
    { title: 'ACTION', value: each => each.action, priority: 0 },
    {
      title: 'STATUS',
      value: each => each.status,
      colour: text => output.status(text),
    },
    { title: 'BY', value: each => each.actor },
    {
      title: 'WHEN',
      value: each => formatAge(each.requestedAt, now),
      priority: 2,
    },
    { title: 'STEP', value: each => each.stepKey, priority: 3 },
    {
      title: 'REASON',
      value: each => each.reason ?? each.message,
      shrinkTo: 10,
    },
  ],
});
