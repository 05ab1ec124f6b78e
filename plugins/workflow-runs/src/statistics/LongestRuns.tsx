import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Duration,
  EmptyState,
  RunId,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { DataTable } from '../layout/DataTable';
import { PartProps } from './parts';

/** The completed runs that took longest. */
export function LongestRuns(
  props: PartProps & { hrefOf: (runId: string) => string },
) {
  const { statistics, several, runsHref, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('statistics.longest.title');
  return (
    <Card label={title}>
      <CardTitle title={title}>
        <Link to={runsHref({ status: 'completed', sort: '-duration' })}>
          {t('statistics.longest.all')}
        </Link>
      </CardTitle>
      {statistics.longest.length === 0 ? (
        <EmptyState dense title={t('statistics.longest.empty')}>
          {t('statistics.longest.emptyHint')}
        </EmptyState>
      ) : (
        <DataTable
          label={title}
          items={statistics.longest}
          idOf={run => run.runId}
          columns={[
            {
              id: 'run',
              label: t('statistics.columns.run'),
              width: 132,
              cell: run => (
                <Link to={hrefOf(run.runId)}>
                  <RunId id={run.runId} />
                </Link>
              ),
            },
            ...(several
              ? [
                  {
                    id: 'workflow',
                    label: t('statistics.columns.workflow'),
                    cell: (run: (typeof statistics.longest)[number]) =>
                      run.workflow.title,
                  },
                ]
              : []),
            {
              id: 'completed',
              label: t('statistics.columns.ended'),
              cell: run => <Timestamp value={run.completedAt} />,
            },
            {
              id: 'duration',
              label: t('statistics.columns.duration'),
              number: true,
              cell: run => <Duration value={run.durationMs} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
