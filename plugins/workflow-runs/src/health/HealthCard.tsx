import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  useLatestRuns,
  useStatistics,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useSince } from '../home/useSince';
import { PanelBody } from '../layout/PanelBody';
import { ObjectivesFact } from '../slos/ObjectivesFact';
import { HealthFacts } from './HealthFacts';

/** How long health looks back, as an ISO 8601 duration. */
const LOOKS_BACK = 'P30D';

/** How the runs that ended lately went, as a card of the portal. */
export function HealthCard(props: {
  filter: Pick<RunFilter, 'workflow'>;
  hrefOf: (runId: string) => string;
  statisticsHref: string;
}) {
  const { filter, hrefOf, statisticsHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const asked = useStatistics({ ...filter, from: useSince(LOOKS_BACK) });
  const failures = useLatestRuns(
    { ...filter, status: ['failed'] },
    { limit: 1 },
  );
  const { statistics } = asked;
  return (
    <EntityInfoCard
      title={t('health.title')}
      headerActions={<Link to={statisticsHref}>{t('health.statistics')}</Link>}
    >
      <div style={{ minHeight: 168 }}>
        <PanelBody
          source={{ ...asked, loading: asked.loading || failures.loading }}
          title={t('health.error')}
          rows={4}
          empty={
            statistics?.total.runs === 0 ? (
              <EmptyState dense title={t('health.empty')}>
                {t('health.emptyHint')}
              </EmptyState>
            ) : undefined
          }
        >
          {statistics && (
            <HealthFacts
              statistics={statistics}
              lastFailure={failures.runs[0]}
              hrefOf={hrefOf}
              objectives={<ObjectivesFact filter={filter} />}
            />
          )}
        </PanelBody>
      </div>
    </EntityInfoCard>
  );
}
