import type { Slo } from 'backstage-plugin-workflow-runs-common';
import type { OptionSpecs } from '../../cli/defineCommand';
import type { Column } from '../../output/columns';
import { formatShare } from '../../output/format';
import { showing } from '../kinds';
import { workflowRefOf } from '../launch/workflowRef';
import { toQuery } from '../runs/filterQuery';

const sloOptions = {
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
  environment: {
    type: 'list',
    short: 'e',
    summary: 'in these environments, each for itself',
  },
} as const satisfies OptionSpecs;

interface Row {
  workflow: { ref: string };
  slo: Slo;
}

const columns: Column<Row>[] = [
  {
    title: 'WORKFLOW',
    value: row => row.workflow.ref,
    priority: 0,
    shrinkTo: 12,
  },
  { title: 'OBJECTIVE', value: row => row.slo.objective },
  { title: 'ENV', value: row => row.slo.environment, priority: 4 },
  {
    title: 'TARGET',
    value: row => formatShare(row.slo.target),
    align: 'right',
    priority: 3,
  },
  { title: 'IS', value: row => formatShare(row.slo.share), align: 'right' },
  {
    title: 'BUDGET LEFT',
    value: row => formatShare(row.slo.budget.leftShare),
    align: 'right',
    priority: 2,
  },
  { title: 'SEVERITY', value: row => row.slo.severity },
];

export const listSlosCommand = showing({
  path: ['slos', 'list'],
  summary: 'List how workflows meet their objectives, the most urgent first',
  options: sloOptions,
  examples: [
    {
      line: 'slos list --owner group:default/team-data',
      summary: 'Whose budget burns',
    },
  ],
  route: 'listSlos',
  input: ({ options }) => ({ query: toQuery(sloOptions, options) }),
  ids: ({ items }) => items.map(({ workflow }) => workflow.ref),
  text: ({ items }, { output }) =>
    output.table(
      items.flatMap(({ workflow, slos }) =>
        slos.map(slo => ({ workflow, slo })),
      ),
      columns,
      { empty: 'No workflow has an objective.' },
    ),
});

export const showSlosCommand = showing({
  path: ['slos', 'show'],
  summary: 'Show how a workflow meets its objectives; day by day with --json',
  arguments: { workflow: { summary: '<engine>/<name>' } },
  options: {
    environment: sloOptions.environment,
    timeZone: {
      type: 'text',
      placeholder: 'zone',
      summary: 'where days begin (default: UTC)',
    },
  },
  examples: [{ line: 'slos show embedded/data_sync', summary: 'One workflow' }],
  route: 'getWorkflowSlos',
  async input({ args, options, call }) {
    const { engine, name } = await workflowRefOf(args.workflow, call);
    return {
      params: { engine, name },
      query: {
        environment: options.environment?.join(','),
        timeZone: options.timeZone,
      },
    };
  },
  text: ({ workflow, slos }, { output }) =>
    output.table(
      slos.map(slo => ({ workflow, slo })),
      columns,
      { empty: 'It has no objective.' },
    ),
});
