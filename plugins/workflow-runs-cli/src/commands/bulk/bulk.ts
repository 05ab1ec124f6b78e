import type { BulkJob } from 'backstage-plugin-workflow-runs-common';
import { formatAge } from '../../output/format';
import { changing, listing, pageOptions, showing } from '../kinds';
import { bulkActions, bulkOptions, toBulkRequest } from './request';

const jobArgument = { job: { summary: 'id of the job' } } as const;
const actionArgument = {
  action: { summary: 'what is asked of each run', choices: bulkActions },
} as const;

export const previewBulkCommand = showing({
  path: ['bulk', 'preview'],
  summary: 'Show what a bulk job would do now, and what not, and why',
  arguments: actionArgument,
  options: bulkOptions,
  examples: [
    {
      line: 'bulk preview retry --status failed --from 24h',
      summary: 'How many would be retried',
    },
  ],
  route: 'previewBulkJob',
  input: ({ args, options }) => ({ body: toBulkRequest(args.action, options) }),
  ids: ({ sample }) => sample.map(({ id }) => id),
  async text({ total, allowed, refused }, { output }) {
    output.line(`${allowed} of ${total} runs`);
    await output.table(
      refused,
      [
        { title: 'NOT', value: each => each.count, align: 'right' },
        {
          title: 'BECAUSE',
          value: each => each.reason,
          priority: 0,
          shrinkTo: 20,
        },
      ],
      { empty: 'All of them can be asked.' },
    );
  },
});

export const startBulkCommand = changing({
  path: ['bulk', 'start'],
  summary: 'Start to act on many runs',
  description: 'The job goes on by itself; `bulk show` tells how far it is.',
  arguments: actionArgument,
  options: {
    name: { type: 'text', required: true, summary: 'what people know it by' },
    reason: {
      type: 'text',
      short: 'r',
      required: true,
      summary: 'why; each run is left with it',
    },
    ...bulkOptions,
  },
  examples: [
    {
      line: 'bulk start retry --failure-group fg_01J9… --name "Declined" --reason "the bank is back"',
      summary: 'Retry all that failed in one way',
    },
  ],
  route: 'startBulkJob',
  input: ({ args, options }) => ({
    body: {
      ...toBulkRequest(args.action, options),
      name: options.name,
      reason: options.reason,
    },
  }),
  said: sayJob,
  id: ({ id }) => id,
});

export const listBulkCommand = listing({
  path: ['bulk', 'list'],
  summary: 'List bulk jobs, newest first',
  options: {
    startedBy: { type: 'text', placeholder: 'ref', summary: 'by this user' },
    ...pageOptions,
  },
  examples: [
    { line: 'bulk list', summary: 'Yours, or all where you manage them' },
  ],
  route: 'listBulkJobs',
  input: ({ options }) => ({
    query: {
      startedBy: options.startedBy,
      limit: options.limit,
      after: options.after,
    },
  }),
  id: ({ id }) => id,
  empty: 'There are none.',
  columns: (output, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'NAME', value: each => each.name, shrinkTo: 10 },
    { title: 'ACTION', value: each => each.action },
    {
      title: 'STATUS',
      value: each => each.status,
      colour: text => output.status(text),
    },
    {
      title: 'DONE',
      value: ({ counts }) => `${counts.done} of ${counts.total}`,
      align: 'right',
    },
    {
      title: 'STARTED',
      value: each => formatAge(each.startedAt, now),
      priority: 2,
    },
    { title: 'BY', value: each => each.startedBy, priority: 3 },
  ],
});

export const showBulkCommand = showing({
  path: ['bulk', 'show'],
  summary: 'Show a bulk job, with how far it is',
  arguments: jobArgument,
  examples: [
    {
      line: 'bulk show bulk_01J9…',
      summary: 'How many are done, and how many were refused',
    },
  ],
  route: 'getBulkJob',
  input: ({ args }) => ({ params: { jobId: args.job } }),
  ids: ({ id }) => [id],
});

export const bulkItemsCommand = listing({
  path: ['bulk', 'items'],
  summary: 'List what has become of each run of a bulk job',
  arguments: jobArgument,
  options: {
    outcome: {
      type: 'text',
      choices: ['pending', 'done', 'refused', 'failed', 'canceled'],
      summary: 'with this outcome only',
    },
    limit: pageOptions.limit,
    after: { type: 'number', summary: 'go on behind a page: its nextAfter' },
  },
  examples: [
    {
      line: 'bulk items bulk_01J9… --outcome refused',
      summary: 'Which were refused, and why',
    },
  ],
  route: 'listBulkItems',
  input: ({ args, options }) => ({
    params: { jobId: args.job },
    query: {
      outcome: options.outcome,
      limit: options.limit,
      after: options.after,
    },
  }),
  id: ({ runId }) => runId,
  empty: 'There are none.',
  columns: output => [
    { title: 'RUN', value: each => each.runId, priority: 0 },
    {
      title: 'OUTCOME',
      value: each => each.outcome,
      colour: text => output.status(text),
    },
    { title: 'BECAME', value: each => each.resultRunId, priority: 2 },
    { title: 'BECAUSE', value: each => each.reason, shrinkTo: 12 },
  ],
});

export const abortBulkCommand = changing({
  path: ['bulk', 'abort'],
  summary: 'Call off what a bulk job has not done yet',
  arguments: jobArgument,
  options: { reason: { type: 'text', short: 'r', summary: 'why' } },
  examples: [
    { line: 'bulk abort bulk_01J9…', summary: 'What is done stays done' },
  ],
  route: 'abortBulkJob',
  input: ({ args, options }) => ({
    params: { jobId: args.job },
    body: { reason: options.reason },
  }),
  said: sayJob,
});

export const resumeBulkCommand = changing({
  path: ['bulk', 'resume'],
  summary: 'Go on with what a bulk job has called off, or failed at',
  arguments: jobArgument,
  examples: [{ line: 'bulk resume bulk_01J9…', summary: 'Go on' }],
  route: 'resumeBulkJob',
  input: ({ args }) => ({ params: { jobId: args.job } }),
  said: sayJob,
});

function sayJob({ id, status, counts }: BulkJob): string {
  return `${id} ${status}: ${counts.done} of ${counts.total} done`;
}
