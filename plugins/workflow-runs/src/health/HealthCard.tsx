import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { useEndedRuns } from '../statistics/useEndedRuns';
import { HealthFacts } from './HealthFacts';

/** How many of the latest runs health is judged by. */
const LATEST = 30;

/** How the latest runs that ended went, as a card of the portal. */
export function HealthCard(props: {
  filter: RunFilter;
  hrefOf: (runId: string) => string;
  statisticsHref: string;
}) {
  const { filter, hrefOf, statisticsHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ended = useEndedRuns(filter, LATEST);
  return (
    <EntityInfoCard
      title={t('health.title')}
      headerActions={<Link to={statisticsHref}>{t('health.statistics')}</Link>}
    >
      <div style={{ minHeight: 168 }}>
        <PanelBody
          source={ended}
          title={t('health.error')}
          rows={4}
          empty={
            ended.runs.length === 0 ? (
              <EmptyState dense title={t('health.empty')}>
                {t('health.emptyHint')}
              </EmptyState>
            ) : undefined
          }
        >
          <HealthFacts
            runs={ended.runs}
            hasMore={ended.hasMore}
            hrefOf={hrefOf}
          />
        </PanelBody>
      </div>
    </EntityInfoCard>
  );
}
