import type { Figures } from 'backstage-plugin-workflow-runs-common';
import type { OptionSpecs } from '../../cli/defineCommand';
import { formatDuration, formatShare } from '../../output/format';
import { showing } from '../kinds';
import { toQuery } from '../runs/filterQuery';

const { format: formatNumber } = new Intl.NumberFormat('en');

const statsOptions = {
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
  version: { type: 'list', summary: 'of these versions' },
  backfill: {
    type: 'text',
    choices: ['true', 'false'],
    summary: 'only backfills, or none',
  },
  from: {
    type: 'time',
    summary: 'ended then or later (default: 7 days before --to)',
  },
  to: { type: 'time', summary: 'ended before then (default: now)' },
  timeZone: {
    type: 'text',
    placeholder: 'zone',
    summary: 'where days begin (default: UTC)',
  },
  interval: {
    type: 'text',
    choices: ['auto', 'quarter', 'hour', 'day'],
    summary: 'of the series, which --json has',
  },
} as const satisfies OptionSpecs;

export const statsCommand = showing({
  path: ['stats'],
  summary: 'Show what runs that ended in some time come to',
  options: statsOptions,
  examples: [
    {
      line: 'stats --workflow embedded/data_sync --from 30d',
      summary: 'How a workflow did this month',
    },
    {
      line: "stats --owner group:default/team-data --json | jq '.total.successRate'",
      summary: 'One number, for a dashboard',
    },
  ],
  route: 'getStatistics',
  input: ({ options }) => ({
    query: toQuery(statsOptions, options),
  }),
  async text(statistics, { output }) {
    const { total, previous, workflows } = statistics;
    output.line(`${statistics.from} to ${statistics.to}`);
    await output.table(
      figuresOf(total).map(([name, value], index) => ({
        name,
        value,
        before: figuresOf(previous)[index][1],
      })),
      [
        { title: 'WHAT', value: row => row.name, priority: 0 },
        { title: 'NOW', value: row => row.value, align: 'right', priority: 0 },
        { title: 'BEFORE', value: row => row.before, align: 'right' },
      ],
      { empty: 'No run has ended.' },
    );
    output.line();
    await output.table(
      workflows,
      [
        {
          title: 'WORKFLOW',
          value: each => each.workflow.ref,
          priority: 0,
          shrinkTo: 12,
        },
        { title: 'RUNS', value: each => each.figures.runs, align: 'right' },
        {
          title: 'SUCCESS',
          value: each => formatShare(each.figures.successRate),
          align: 'right',
        },
        {
          title: 'P95',
          value: each => formatDuration(each.figures.duration?.p95Ms),
          align: 'right',
          priority: 2,
        },
      ],
      { empty: 'No run has ended.' },
    );
    const { skipped } = statistics.coverage;
    if (skipped) output.note(skipped);
  },
});

function figuresOf(figures: Figures): [name: string, value: string][] {
  const { duration, sla, mttr } = figures;
  return [
    ['runs', formatNumber(figures.runs)],
    ['completed', formatNumber(figures.completed)],
    ['failed', formatNumber(figures.failed)],
    ['canceled', formatNumber(figures.canceled)],
    ['success rate', formatShare(figures.successRate)],
    ['first pass rate', formatShare(figures.firstPassRate)],
    ['retries per 100 runs', figures.retriesPer100?.toFixed(1) ?? ''],
    ['p50 duration', formatDuration(duration?.p50Ms)],
    ['p95 duration', formatDuration(duration?.p95Ms)],
    ['targets met', formatShare(sla.rate)],
    ['mean time to recover', formatDuration(mttr.meanMs)],
  ];
}
