import type { Run } from 'backstage-plugin-workflow-runs-common';
import type { Column } from '../../output/columns';
import { formatAge, formatDuration } from '../../output/format';
import type { Output } from '../../output/Output';

/** A run in a line. */
export function runColumns(
  output: Output,
  now: number | undefined,
): Column<Run>[] {
  return [
    { title: 'ID', value: run => run.id, priority: 0 },
    {
      title: 'STATUS',
      value: run => run.status,
      colour: text => output.status(text),
      priority: 0,
    },
    { title: 'WORKFLOW', value: run => run.workflow.ref, shrinkTo: 20 },
    {
      title: 'PROGRESS',
      value: run => `${run.progress.percentage} %`,
      align: 'right',
      priority: 4,
    },
    {
      title: 'QUEUED',
      value: run => formatAge(run.queuedAt, now),
      priority: 2,
    },
    {
      title: 'DURATION',
      value: run => formatDuration(run.durationMs),
      align: 'right',
      priority: 3,
    },
    { title: 'ENV', value: run => run.environment, priority: 5, shrinkTo: 4 },
    { title: 'OWNER', value: run => run.owner, priority: 6, shrinkTo: 8 },
    {
      title: 'ERROR',
      value: run => run.error?.message,
      priority: 1,
      shrinkTo: 16,
    },
  ];
}
