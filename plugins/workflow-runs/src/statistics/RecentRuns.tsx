import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  useLatestRuns,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { PanelBody } from '../layout/PanelBody';
import { RunRows } from './RunRows';

/** As many as there are longest runs beside them. */
const MOST = 10;

/** The newest runs, whether they have ended or not. */
export function RecentRuns(props: {
  filter: RunFilter;
  several: boolean;
  hrefOf: (runId: string) => string;
  allHref: string;
}) {
  const { filter, several, hrefOf, allHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const latest = useLatestRuns(filter, { limit: MOST });
  const title = t('statistics.recent.title');
  return (
    <Card label={title}>
      <CardTitle title={title} scope={t('statistics.recent.scope')}>
        <Link to={allHref}>{t('latest.all')}</Link>
      </CardTitle>
      <PanelBody
        source={latest}
        title={t('latest.error')}
        rows={MOST}
        empty={
          latest.runs.length === 0 ? (
            <EmptyState dense title={t('statistics.recent.empty')}>
              {t('statistics.recent.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <RunRows
          label={title}
          runs={latest.runs}
          hrefOf={hrefOf}
          more={
            several
              ? [
                  {
                    id: 'workflow',
                    label: t('statistics.columns.workflow'),
                    cell: run => run.workflow.title,
                  },
                ]
              : []
          }
        />
      </PanelBody>
    </Card>
  );
}
