import type {
  RetentionAmount,
  RetentionJob,
  RetentionPolicy,
} from 'backstage-plugin-workflow-runs-common';
import { defineCommand } from '../../cli/defineCommand';
import { jsonOptions, readObject } from '../../input/readInput';
import type { Column } from '../../output/columns';
import { formatAge, formatBytes } from '../../output/format';
import { changing, listing, onceOptions, pageOptions, showing } from '../kinds';
import { runArgument } from '../runs/runArgument';

const jobArgument = { job: { summary: 'id of the job' } } as const;

const policyColumns: Column<RetentionPolicy>[] = [
  { title: 'OF', value: each => each.workflow ?? each.tenantId ?? 'all' },
  { title: 'STATUS', value: each => each.status ?? 'any' },
  {
    title: 'DAYS',
    value: each =>
      Object.entries(each.days)
        .map(([name, days]) => `${name} ${days}`)
        .join(', '),
    priority: 0,
  },
  { title: 'FROM', value: each => each.origin, priority: 3 },
];

const amountColumns: Column<RetentionAmount>[] = [
  { title: 'WHAT', value: each => each.class, priority: 0 },
  { title: 'TENANT', value: each => each.tenantId, priority: 4 },
  { title: 'STATUS', value: each => each.status, priority: 3 },
  { title: 'RUNS', value: each => each.runs, align: 'right' },
  { title: 'ROWS', value: each => each.rows, align: 'right', priority: 2 },
  { title: 'SIZE', value: each => formatBytes(each.bytes), align: 'right' },
];

export const showRetentionCommand = showing({
  path: ['retention', 'show'],
  summary: 'Show how long runs are kept, and which tags hold them back',
  examples: [{ line: 'retention show', summary: 'All policies' }],
  route: 'getRetention',
  input: () => ({}),
  async text({ policies, legalHoldTags }, { output }) {
    await output.table(policies, policyColumns, { empty: 'All is kept.' });
    output.details([
      ['held by tags', legalHoldTags.map(({ pattern }) => pattern).join(', ')],
    ]);
  },
});

export const editRetentionCommand = defineCommand({
  path: ['retention', 'edit'],
  summary: 'Change how long runs are kept',
  description:
    'Policies and tags of the configuration stay as they are; those of the database are replaced as a whole.',
  options: { ...jsonOptions, ...onceOptions },
  examples: [
    {
      line: `retention edit --set 'policies=[{"status": "failed", "days": {"logs": 90}}]'`,
      summary: 'Logs of failed runs for 90 days',
    },
  ],
  routes: ['getRetention', 'changeRetention'],
  async run({ options, call, output, surroundings }) {
    const body = {
      ...(await draftFrom(call)),
      ...(await readObject(options, surroundings)),
    };
    const changed = await call(
      'changeRetention',
      { body: body as never },
      { idempotencyKey: options.key },
    );
    await output.answer(changed, {
      text: ({ policies }) =>
        output.table(policies, policyColumns, { empty: 'All is kept.' }),
    });
  },
});

export const previewRetentionCommand = defineCommand({
  path: ['retention', 'preview'],
  summary: 'Show what policies would delete now, and which runs they would not',
  options: jsonOptions,
  examples: [
    { line: 'retention preview', summary: 'By the policies as they are' },
    { line: 'retention preview --file policies.json', summary: 'By others' },
  ],
  routes: ['getRetention', 'previewRetention'],
  async run({ options, call, output, surroundings }) {
    const { revision: _, ...draft } = await draftFrom(call);
    const body = { ...draft, ...(await readObject(options, surroundings)) };
    const preview = await call('previewRetention', { body: body as never });
    await output.answer(preview, {
      async text({ amounts, held, isPartial }) {
        await output.table(amounts, amountColumns, {
          empty: 'Nothing would be deleted.',
        });
        for (const { runs, reason, tag } of held) {
          output.line(`${runs} runs stay: ${reason}${tag ? ` (${tag})` : ''}`);
        }
        if (isPartial) output.note('There are more runs than were looked at.');
      },
    });
  },
});

export const startRetentionCommand = changing({
  path: ['retention', 'start'],
  summary: 'Delete now what is kept for too long',
  examples: [
    {
      line: 'retention start',
      summary: 'It finds the job that is at it already',
    },
  ],
  route: 'startRetentionJob',
  input: () => ({}),
  said: sayJob,
  id: ({ id }) => id,
});

export const listRetentionJobsCommand = listing({
  path: ['retention', 'jobs'],
  summary: 'List what was deleted when, newest first',
  options: pageOptions,
  examples: [{ line: 'retention jobs', summary: 'Whether it runs' }],
  route: 'listRetentionJobs',
  input: ({ options }) => ({
    query: { limit: options.limit, after: options.after },
  }),
  id: ({ id }) => id,
  empty: 'Nothing was deleted yet.',
  columns: (output, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'KIND', value: each => each.kind, priority: 3 },
    {
      title: 'STATUS',
      value: each => each.status,
      colour: text => output.status(text),
    },
    { title: 'STARTED', value: each => formatAge(each.startedAt, now) },
    {
      title: 'LOOKED AT',
      value: each => each.lookedAt,
      align: 'right',
      priority: 2,
    },
    {
      title: 'ERRORS',
      value: each => each.errorCount,
      align: 'right',
      priority: 2,
    },
  ],
});

export const showRetentionJobCommand = showing({
  path: ['retention', 'job'],
  summary: 'Show what one job has deleted, and how far it is',
  arguments: jobArgument,
  examples: [{ line: 'retention job ret_01J9…', summary: 'What is gone' }],
  route: 'getRetentionJob',
  input: ({ args }) => ({ params: { retentionJobId: args.job } }),
  ids: ({ id }) => [id],
  async text(job, { output }) {
    output.line(sayJob(job));
    await output.table(job.deleted, amountColumns, {
      empty: 'Nothing was deleted.',
    });
    for (const error of job.errors) output.text(error);
  },
});

export const abortRetentionCommand = changing({
  path: ['retention', 'abort'],
  summary: 'Stop deleting; what is deleted stays so',
  arguments: jobArgument,
  examples: [{ line: 'retention abort ret_01J9…', summary: 'Stop' }],
  route: 'abortRetentionJob',
  input: ({ args }) => ({ params: { retentionJobId: args.job } }),
  said: sayJob,
});

export const purgeCommand = changing({
  path: ['purge'],
  summary: 'Delete a run that has ended, with all that belongs to it',
  arguments: runArgument,
  options: {
    reason: {
      type: 'text',
      short: 'r',
      required: true,
      summary: 'why; the audit trail keeps it',
    },
  },
  examples: [
    {
      line: 'purge run_01J9… --reason "asked for by the customer"',
      summary: 'It cannot be undone',
    },
  ],
  route: 'purgeRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { reason: options.reason },
  }),
  said: sayJob,
});

function sayJob({ id, status, lookedAt, progress }: RetentionJob): string {
  return `${id} ${status}: ${Math.round(
    progress * 100,
  )} %, ${lookedAt} runs looked at`;
}

/** What admins have said, without what the configuration says. */
async function draftFrom(
  call: Parameters<typeof editRetentionCommand.run>[0]['call'],
) {
  const { policies, legalHoldTags, revision } = await call('getRetention', {});
  const isOurs = ({ origin }: { origin: string }) => origin === 'database';
  return {
    policies: policies.filter(isOurs).map(({ origin: _, ...policy }) => policy),
    legalHoldTags: legalHoldTags.filter(isOurs).map(({ pattern }) => pattern),
    revision,
  };
}
