import type { Column } from '../../output/columns';
import { formatAge } from '../../output/format';
import type { Output } from '../../output/Output';
import type { RelatedRun } from 'backstage-plugin-workflow-runs-common';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const lineageCommand = showing({
  path: ['lineage'],
  summary: 'Show which runs a run comes from, and which have come of it',
  arguments: runArgument,
  options: {
    limit: {
      type: 'number',
      short: 'n',
      min: 1,
      summary: 'how many children, and how many repeats',
    },
    childrenToken: {
      type: 'text',
      summary: 'go on behind a page of children: its nextToken',
    },
    repeatsToken: {
      type: 'text',
      summary: 'go on behind a page of repeats: its nextToken',
    },
  },
  examples: [
    {
      line: 'lineage run_01J9…',
      summary: 'Who has launched it, and what it repeats',
    },
  ],
  route: 'getLineage',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: options,
  }),
  ids: said => relatedTo(said).map(({ id }) => id),
  text: (said, { output }) =>
    output.table(relatedTo(said), columns(output, output.now), {
      empty: 'It stands alone.',
    }),
});

function relatedTo(said: {
  parents: RelatedRun[];
  origins: RelatedRun[];
  children: { items: RelatedRun[] };
  repeats: { items: RelatedRun[] };
}): RelatedRun[] {
  const { parents, origins, children, repeats } = said;
  return [...parents, ...origins, ...children.items, ...repeats.items];
}

function columns(
  output: Output,
  now: number | undefined,
): Column<RelatedRun>[] {
  return [
    { title: 'IS ITS', value: run => run.relation },
    { title: 'ID', value: run => run.id, priority: 0 },
    {
      title: 'STATUS',
      value: run => run.status,
      colour: text => output.status(text),
    },
    {
      title: 'WORKFLOW',
      value: run => run.workflow.ref,
      priority: 2,
      shrinkTo: 12,
    },
    {
      title: 'QUEUED',
      value: run => formatAge(run.queuedAt, now),
      priority: 3,
    },
  ];
}
