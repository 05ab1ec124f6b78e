import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { RunRows } from './RunRows';
import { StatisticsProps } from './Statistics';

const MOST = 5;

/** The latest runs that failed, and where. */
export function LatestFailures(props: StatisticsProps) {
  const { runs, hrefOf, listHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const title = t('statistics.failures');
  const failed = runs.filter(run => run.status === 'failed');
  return (
    <Card label={title}>
      <CardTitle title={title}>
        <Link to={listHref({ status: 'failed' })}>
          {t('statistics.allFailures')}
        </Link>
      </CardTitle>
      {failed.length === 0 ? (
        <EmptyState dense title={t('statistics.noFailures')}>
          {t('statistics.noFailuresHint')}
        </EmptyState>
      ) : (
        <RunRows
          label={title}
          runs={failed.slice(0, MOST)}
          hrefOf={hrefOf}
          more={[
            {
              id: 'step',
              label: t('statistics.columns.step'),
              cell: run => run.error?.stepKey ?? t('statistics.noStep'),
            },
          ]}
        />
      )}
    </Card>
  );
}
