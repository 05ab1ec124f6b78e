import type { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import { CliError } from '../../cli/CliError';
import type { OptionSpecs } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { formatAge } from '../../output/format';
import { changing, listing, pageOptions, showing } from '../kinds';
import { toQuery } from '../runs/filterQuery';

const groupArgument = { group: { summary: 'id of the group' } } as const;
const reasonOption = {
  reason: {
    type: 'text',
    short: 'r',
    summary: 'why; it is kept with the group',
  },
} as const satisfies OptionSpecs;

const filters = {
  state: {
    type: 'list',
    choices: ['open', 'snoozed', 'resolved'],
    summary: 'by what people have said of them',
  },
  workflow: {
    type: 'list',
    short: 'w',
    placeholder: 'engine/name',
    summary: 'of these workflows',
  },
  engine: { type: 'list', summary: 'of these engines' },
  entity: {
    type: 'list',
    placeholder: 'ref',
    summary: 'of workflows of these catalog entities',
  },
  owner: {
    type: 'list',
    placeholder: 'ref,...',
    summary: 'of workflows that these own',
  },
  tenant: { type: 'list', summary: 'of these tenants' },
  environment: { type: 'list', short: 'e', summary: 'in these environments' },
  from: { type: 'time', summary: 'seen then or later' },
  to: { type: 'time', summary: 'seen before then' },
} as const satisfies OptionSpecs;

export const listFailuresCommand = listing({
  path: ['failures', 'list'],
  summary: 'List failures that belong together, those seen last first',
  options: { ...filters, ...pageOptions },
  examples: [
    {
      line: 'failures list --state open --from 24h',
      summary: 'What fails today',
    },
  ],
  route: 'listFailureGroups',
  input: ({ options }) => ({
    query: {
      ...toQuery(filters, options),
      limit: options.limit,
      after: options.after,
    },
  }),
  id: ({ id }) => id,
  empty: 'Nothing fails.',
  columns: (_, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'WORKFLOW', value: each => each.workflow.ref, shrinkTo: 10 },
    { title: 'STEP', value: each => each.stepKey, priority: 4 },
    { title: 'STATE', value: each => each.state, priority: 3 },
    {
      title: 'RUNS',
      value: ({ seen }) => `${seen.count}${seen.isMore ? '+' : ''}`,
      align: 'right',
    },
    {
      title: 'LAST',
      value: each => formatAge(each.lastSeen, now),
      priority: 2,
    },
    { title: 'SAYS', value: each => each.message, shrinkTo: 14 },
  ],
});

export const showFailureCommand = showing({
  path: ['failures', 'show'],
  summary: 'Show failures that belong together, with the latest runs',
  arguments: groupArgument,
  examples: [
    {
      line: 'failures show fg_01J9…',
      summary: 'Since when, how often, what to do',
    },
  ],
  route: 'getFailureGroup',
  input: ({ args }) => ({ params: { groupId: args.group } }),
  ids: ({ samples }) => samples.map(({ runId }) => runId),
  async text(group, { output }) {
    const { now } = output;
    output.details([
      ['group', group.id],
      ['workflow', group.workflow.ref],
      ['state', group.state],
      ['step', group.stepKey],
      ['error', `${group.errorCode ?? group.errorCategory}: ${group.message}`],
      ['environments', group.environments.join(', ')],
      ['owners', group.ownerRefs.join(', ')],
      ['first seen', formatAge(group.firstSeen, now)],
      ['last seen', formatAge(group.lastSeen, now)],
      ['seen', `${group.seen.count} runs, ${group.failed.count} failed now`],
      ['snoozed', group.snooze && `until ${group.snooze.until}`],
      ['resolved', group.resolution && `by ${group.resolution.actor}`],
      ['runbook', group.runbook?.url],
    ]);
    await output.table(
      group.samples,
      [
        { title: 'RUN', value: run => run.runId, priority: 0 },
        { title: 'FAILED', value: run => formatAge(run.failedAt, now) },
        { title: 'ENV', value: run => run.environment, priority: 3 },
        { title: 'VERSION', value: run => run.version, priority: 2 },
      ],
      { empty: 'None of its runs is left.' },
    );
  },
});

const said = ({ id, state }: FailureGroupDetail) => `${id} is ${state}`;

export const snoozeFailureCommand = changing({
  path: ['failures', 'snooze'],
  summary: 'Let a group of failures rest for a while',
  arguments: groupArgument,
  options: {
    for: { type: 'duration', required: true, summary: 'how long' },
    ...reasonOption,
  },
  examples: [
    {
      line: 'failures snooze fg_01J9… --for 3d --reason "fixed on Monday"',
      summary: 'Nobody is bothered until then',
    },
  ],
  route: 'snoozeFailureGroup',
  input: ({ args, options }) => ({
    params: { groupId: args.group },
    body: {
      until: new Date(Date.now() + options.for).toISOString(),
      reason: options.reason,
    },
  }),
  said,
});

export const resolveFailureCommand = changing({
  path: ['failures', 'resolve'],
  summary: 'Say that a group of failures was seen to',
  arguments: groupArgument,
  options: reasonOption,
  examples: [
    {
      line: 'failures resolve fg_01J9…',
      summary: 'It is open again once another run fails so',
    },
  ],
  route: 'resolveFailureGroup',
  input: ({ args, options }) => ({
    params: { groupId: args.group },
    body: { reason: options.reason },
  }),
  said,
});

export const reopenFailureCommand = changing({
  path: ['failures', 'reopen'],
  summary: 'Take up a group of failures that is snoozed or resolved',
  arguments: groupArgument,
  options: reasonOption,
  examples: [{ line: 'failures reopen fg_01J9…', summary: 'It was not fixed' }],
  route: 'reopenFailureGroup',
  input: ({ args, options }) => ({
    params: { groupId: args.group },
    body: { reason: options.reason },
  }),
  said,
});

export const runbookCommand = changing({
  path: ['failures', 'runbook'],
  summary: 'Link what to do about a group of failures',
  arguments: {
    ...groupArgument,
    address: { summary: 'an https address', optional: true },
  },
  options: {
    reset: { type: 'flag', summary: 'that of the workflow, where it has one' },
  },
  examples: [
    {
      line: 'failures runbook fg_01J9… https://wiki.example.com/declined',
      summary: 'For whoever looks next',
    },
  ],
  route: 'setFailureRunbook',
  input({ args, options }) {
    if (!args.address === !options.reset) {
      throw new CliError('Say either an address or --reset', {
        exitCode: exitCodes.usage,
      });
    }
    return {
      params: { groupId: args.group },
      body: { url: args.address ?? null },
    };
  },
  said: ({ id, runbook }) =>
    runbook ? `${id} has ${runbook.url}` : `${id} has no runbook`,
});
