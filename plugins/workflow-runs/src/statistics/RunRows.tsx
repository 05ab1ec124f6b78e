import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  RunId,
  StatusChip,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';

/** Some runs as a table, each with a link. */
export function RunRows(props: {
  label: string;
  runs: readonly Run[];
  hrefOf: (runId: string) => string;
  /** Columns behind those that say which run it is and what became of it. */
  more?: Column<Run>[];
}) {
  const { label, runs, hrefOf, more = [] } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <DataTable
      label={label}
      items={[...runs]}
      idOf={run => run.id}
      columns={[
        {
          id: 'run',
          label: t('statistics.columns.run'),
          width: 132,
          cell: run => (
            <Link to={hrefOf(run.id)}>
              <RunId id={run.id} />
            </Link>
          ),
        },
        {
          id: 'status',
          label: t('statistics.columns.status'),
          width: 128,
          cell: run => <StatusChip status={run.status} size="small" />,
        },
        ...more,
        {
          id: 'queued',
          label: t('statistics.columns.queued'),
          cell: run => <Timestamp value={run.queuedAt} />,
        },
        {
          id: 'duration',
          label: t('statistics.columns.duration'),
          number: true,
          cell: run => <Duration value={run.durationMs} />,
        },
      ]}
    />
  );
}
