import { Link } from '@backstage/core-components';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  WorkflowRunsProvider,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LatestRunsCard } from '../latest-runs/LatestRunsCard';
import { rolledUpRunsRouteRef } from '../routes';
import { useRunHref } from '../run-page/useRunHref';
import { inParts } from './parts';
import { useBelongingWorkflows } from './useBelongingWorkflows';

/**
 * The card with the latest runs of all workflows that belong to a system, domain or group. Where there
 * are none it is not there: most systems have no workflows.
 */
export function RolledUpLatestRuns() {
  return (
    <WorkflowRunsProvider>
      <OfEntity />
    </WorkflowRunsProvider>
  );
}

function OfEntity() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const list = useRouteRef(rolledUpRunsRouteRef)?.() ?? 'rolled-up-runs';
  const runHref = useRunHref();
  const { workflows, error, updatedAt, reload } = useBelongingWorkflows();
  if (error && updatedAt === 0) {
    return (
      <EntityInfoCard title={t('rolledUp.latest')}>
        <ErrorState
          dense
          error={error}
          title={t('rolledUp.error')}
          onRetry={reload}
        />
      </EntityInfoCard>
    );
  }
  const parts = inParts(workflows);
  if (parts.length === 0) return null;
  if (parts.length > 1) {
    return (
      <EntityInfoCard title={t('rolledUp.latest')}>
        <EmptyState
          dense
          title={t('rolledUp.scope', { count: workflows.length })}
          actions={<Link to={list}>{t('statistics.toRuns')}</Link>}
        >
          {t('rolledUp.tooMany')}
        </EmptyState>
      </EntityInfoCard>
    );
  }
  return (
    <LatestRunsCard
      title={t('rolledUp.latest')}
      filter={{ workflow: parts[0].map(({ ref }) => ref) }}
      nameOf={run => run.workflow.title}
      hrefOf={runHref}
      allHref={list}
      empty={{
        title: t('rolledUp.noRuns'),
        hint: t('rolledUp.scope', { count: workflows.length }),
      }}
    />
  );
}
