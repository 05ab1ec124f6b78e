import type { QueryRequest } from 'backstage-plugin-workflow-runs-common';
import { parseJson } from '../../input/parseJson';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const handlersCommand = showing({
  path: ['handlers'],
  summary: 'List what a run can be told and asked, as far as it says so',
  arguments: runArgument,
  examples: [
    {
      line: 'handlers run_01J9…',
      summary: 'Names for `event`, `update` and `query`',
    },
  ],
  route: 'listHandlers',
  input: ({ args }) => ({ params: { runId: args.run } }),
  ids: ({ signals, updates, queries }) =>
    [...signals, ...updates, ...queries].map(({ name }) => name),
  text: ({ signals, updates, queries }, { output }) =>
    output.table(
      [
        ...signals.map(handler => ({ by: 'event', ...handler })),
        ...updates.map(handler => ({ by: 'update', ...handler })),
        ...queries.map(handler => ({ by: 'query', ...handler })),
      ],
      [
        { title: 'BY', value: each => each.by },
        { title: 'NAME', value: each => each.name, priority: 0 },
        { title: 'SAYS', value: each => each.description, shrinkTo: 12 },
      ],
      { empty: 'It says nothing of what it can be told or asked.' },
    ),
});

export const queryCommand = showing({
  path: ['query'],
  summary: 'Ask a run about itself, which changes nothing',
  arguments: {
    ...runArgument,
    name: { summary: 'what is asked' },
    values: {
      summary: 'what goes with it, as JSON each',
      variadic: true,
      optional: true,
    },
  },
  examples: [
    { line: 'query run_01J9… progress', summary: 'What it says of itself' },
    { line: `query run_01J9… items '{"page": 2}'`, summary: 'With a value' },
  ],
  route: 'queryRun',
  input: ({ args }) => ({
    params: { runId: args.run },
    body: {
      name: args.name,
      args: args.values.map(value =>
        parseJson(value, value),
      ) as QueryRequest['args'],
    },
  }),
  text: ({ value }, { output }) => output.text(JSON.stringify(value, null, 2)),
});

export const nativeHistoryCommand = showing({
  path: ['native-history'],
  summary: 'Show what the engine of a run has recorded of it, in its own words',
  arguments: runArgument,
  options: {
    limit: {
      type: 'number',
      short: 'n',
      min: 1,
      summary: 'how many events at most (default: 200)',
    },
    cursor: {
      type: 'text',
      summary: 'go on behind a page: its nextCursor',
    },
  },
  examples: [
    {
      line: 'native-history run_01J9… > history.jsonl',
      summary: 'One event a line',
    },
  ],
  route: 'getNativeHistory',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { limit: options.limit, cursor: options.cursor },
  }),
  text({ events, nextCursor }, { output }) {
    for (const event of events) output.text(JSON.stringify(event));
    if (nextCursor) output.note(`There are more: --cursor ${nextCursor}`);
  },
});

export const retryPlanCommand = showing({
  path: ['retry-plan'],
  summary: 'Show what a retry would do, as the engine of the run says',
  arguments: runArgument,
  options: {
    from: {
      type: 'text',
      placeholder: 'step',
      summary: 'the first step to do again',
    },
  },
  examples: [
    {
      line: 'retry-plan run_01J9… --from load',
      summary: 'Which steps would run again',
    },
  ],
  route: 'getRetryPlan',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { step: options.from },
  }),
  ids: ({ again }) => again,
  text({ becomes, again, kept, notes }, { output }) {
    output.details([
      ['becomes', becomes === 'same_run' ? 'the same run' : 'a new run'],
      ['again', again.join(', ')],
      ['kept', kept.join(', ')],
    ]);
    for (const note of notes) output.text(note);
  },
});
