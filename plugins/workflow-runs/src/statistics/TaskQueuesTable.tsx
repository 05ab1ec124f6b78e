import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { QueueStatistics } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { retriesOf, Unit } from './figures';
import { PartProps } from './parts';
import { enough } from './samples';
import { written } from './useFigureWords';

/** What the runs come to that had work on each queue, the most used one first; not there where no engine has any. */
export function TaskQueuesTable(props: PartProps) {
  const { taskQueues } = props.statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (taskQueues.length === 0) return null;
  const title = t('statistics.taskQueues.title');
  const column = (
    label: string,
    unit: Unit,
    read: (queue: QueueStatistics) => number | null,
  ) => ({
    id: label,
    label,
    number: true,
    cell: (queue: QueueStatistics) => written(read(queue), unit, formats),
  });
  return (
    <Card label={title}>
      <CardTitle
        title={title}
        scope={t('statistics.taskQueues.mostUsed', {
          queue: taskQueues[0].taskQueue,
        })}
      />
      <DataTable<QueueStatistics>
        label={title}
        items={taskQueues}
        idOf={({ taskQueue }) => taskQueue}
        columns={[
          {
            id: 'taskQueue',
            label: t('statistics.columns.taskQueue'),
            cell: ({ taskQueue }) => (
              <span style={{ fontFamily: monospace, fontSize: 12 }}>
                {taskQueue}
              </span>
            ),
          },
          column(t('statistics.names.runs'), 'count', ({ runs }) => runs),
          column(
            t('statistics.columns.failures'),
            'count',
            ({ failed }) => failed,
          ),
          column(t('statistics.names.retries'), 'count', ({ retries, runs }) =>
            runs > 0 ? (retriesOf(retries) / runs) * 100 : null,
          ),
          column(
            t('statistics.names.p50'),
            'duration',
            ({ duration }) => enough(duration)?.p50Ms ?? null,
          ),
          column(
            t('statistics.names.p95'),
            'duration',
            ({ duration }) => enough(duration)?.p95Ms ?? null,
          ),
        ]}
      />
    </Card>
  );
}
