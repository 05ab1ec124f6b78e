import type { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import { CliError } from '../../cli/CliError';
import { defineCommand, type OptionSpecs } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import type { Column } from '../../output/columns';
import { formatAge } from '../../output/format';
import type { Output } from '../../output/Output';
import { saveTo } from '../../output/saveTo';
import { changing, showing } from '../kinds';
import { toQuery } from '../runs/filterQuery';
import { runArgument } from '../runs/runArgument';

const auditFilters = {
  actor: {
    type: 'text',
    placeholder: 'ref',
    summary: 'by this user or service',
  },
  event: {
    type: 'text',
    placeholder: 'name',
    summary: 'on this kind of thing, such as run-mutate',
  },
  action: { type: 'text', placeholder: 'name', summary: 'this action' },
  run: { type: 'text', placeholder: 'id', summary: 'on this run' },
  workflow: {
    type: 'text',
    short: 'w',
    placeholder: 'engine/name',
    summary: 'on this workflow',
  },
  outcome: {
    type: 'text',
    choices: ['pending', 'succeeded', 'refused', 'failed'],
    summary: 'with this outcome',
  },
  from: { type: 'time', summary: 'then or later' },
  to: { type: 'time', summary: 'before then' },
} as const satisfies OptionSpecs;

export const auditCommand = defineCommand({
  path: ['audit', 'list'],
  summary: 'List who has done or tried what, newest first',
  description:
    'Of the whole portal, which takes the permission to audit; with --run alone, of a run, which takes that to see it.',
  options: {
    ...auditFilters,
    limit: {
      type: 'number',
      short: 'n',
      min: 1,
      summary: 'how many at most (default: 50)',
    },
    token: { type: 'text', summary: 'go on behind a page: its nextToken' },
  },
  examples: [
    { line: 'audit list --run run_01J9…', summary: 'Who has touched a run' },
    {
      line: 'audit list --outcome refused --from 7d',
      summary: 'What was tried in vain',
    },
  ],
  routes: ['listAudit', 'listRunAudit'],
  async run({ options, call, output }) {
    const { limit, token } = options;
    const { run, ...others } = toQuery(auditFilters, options);
    const isOfRun = run !== undefined && Object.keys(others).length === 0;
    const answer = isOfRun
      ? await call('listRunAudit', {
          params: { runId: run },
          query: { limit, token },
        })
      : await call('listAudit', { query: { ...others, run, limit, token } });
    await output.answer(answer, {
      ids: ({ items }) => items.map(({ id }) => id),
      text: ({ items }) =>
        output.table(items, auditColumns(output, output.now), {
          empty: 'Nothing fits.',
        }),
    });
    if (answer.nextToken)
      output.note(`There are more: --token ${answer.nextToken}`);
  },
});

function auditColumns(
  output: Output,
  now: number | undefined,
): Column<AuditEntry>[] {
  return [
    { title: 'WHEN', value: each => formatAge(each.at, now) },
    { title: 'WHO', value: each => each.actor, shrinkTo: 10 },
    { title: 'ACTION', value: each => each.action, priority: 0 },
    {
      title: 'OUTCOME',
      value: each => each.outcome,
      colour: text => output.status(text),
    },
    { title: 'RUN', value: each => each.runId, priority: 2 },
    {
      title: 'WORKFLOW',
      value: each => each.workflow,
      priority: 4,
      shrinkTo: 10,
    },
    {
      title: 'REASON',
      value: each => each.reason ?? each.message,
      priority: 3,
      shrinkTo: 10,
    },
  ];
}

export const exportAuditCommand = defineCommand({
  path: ['audit', 'export'],
  summary: 'Export the audit trail as a file',
  options: {
    format: {
      type: 'text',
      choices: ['csv', 'jsonl'],
      summary: 'as what (default: csv)',
    },
    output: {
      type: 'text',
      short: 'o',
      placeholder: 'path',
      summary: 'where to (default: stdout)',
    },
    force: { type: 'flag', summary: 'replace what is there' },
    ...auditFilters,
    limit: { type: 'number', short: 'n', min: 1, summary: 'how many at most' },
  },
  examples: [
    { line: 'audit export --from 30d -o audit.csv', summary: 'The last month' },
  ],
  routes: ['exportAudit'],
  async run({ options, connect, output, signal }) {
    const { format, limit } = options;
    const { client } = await connect();
    const query = { ...toQuery(auditFilters, options), format, limit };
    const content = await client.download('exportAudit', { query }, { signal });
    const path = options.output ?? '-';
    await saveTo(path, content, { output, signal, force: options.force });
    if (path !== '-') output.note(path);
  },
});

export const accessCommand = showing({
  path: ['access'],
  summary: 'Explain who can see a run and why, as far as can be known',
  arguments: runArgument,
  options: {
    principal: {
      type: 'text',
      placeholder: 'ref',
      summary: 'of this user or group alone',
    },
  },
  examples: [
    {
      line: 'access run_01J9… --principal user:default/ada',
      summary: 'Whether Ada can see it',
    },
  ],
  route: 'explainAccess',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { principal: options.principal },
  }),
  text: ({ grants, principal, limits }, { output }) => {
    if (principal)
      output.line(`${principal.ref}, of ${principal.memberOf.join(', ')}`);
    output.note(`What cannot be known: ${limits.join(', ')}`);
    return output.table(
      principal?.grants ?? grants,
      [
        { title: 'WHO', value: each => each.ref, priority: 0 },
        { title: 'AS', value: each => each.role },
        { title: 'BY', value: each => each.by },
        {
          title: 'MAY',
          value: each => each.permissions.length,
          align: 'right',
        },
      ],
      { empty: 'Nobody, by the configuration.' },
    );
  },
});

export const showKeysCommand = showing({
  path: ['keys', 'show'],
  summary:
    'Show which keys seal what engines keep of runs, and how a rotation goes',
  examples: [{ line: 'keys show', summary: 'Whether the old key can go' }],
  route: 'getKeys',
  input: () => ({}),
  async text({ items, unreadable, rotation }, { output }) {
    await output.table(
      items,
      [
        { title: 'KEY', value: each => each.id, priority: 0 },
        {
          title: 'CONFIGURED',
          value: each => (each.isConfigured ? 'yes' : 'no'),
        },
        { title: 'ACTIVE', value: each => (each.isActive ? 'yes' : '') },
        { title: 'RUNS', value: each => each.runs, align: 'right' },
      ],
      { empty: 'Nothing is sealed yet.' },
    );
    output.details([
      ['to be sealed anew', rotation.left],
      ['unreadable', unreadable],
    ]);
  },
});

export const shredKeysCommand = changing({
  path: ['keys', 'shred'],
  summary:
    'Make unreadable, for good, what engines keep of a run, or of a tenant',
  options: {
    run: { type: 'text', placeholder: 'id', summary: 'a run that has ended' },
    tenant: { type: 'text', placeholder: 'id', summary: 'all of a tenant' },
    reason: {
      type: 'text',
      short: 'r',
      required: true,
      summary: 'why; the audit trail keeps it',
    },
  },
  examples: [
    {
      line: 'keys shred --run run_01J9… --reason "asked for by the customer"',
      summary: 'It cannot be retried any more',
    },
  ],
  route: 'shredKeys',
  input({ options }) {
    const { run: runId, tenant: tenantId, reason } = options;
    if (!runId === !tenantId) {
      throw new CliError('Say either --run or --tenant', {
        exitCode: exitCodes.usage,
      });
    }
    return { body: { runId, tenantId, reason } };
  },
  said: ({ shredded, goingOn }) =>
    `${shredded} runs are unreadable${goingOn ? `; ${goingOn} go on` : ''}`,
});
