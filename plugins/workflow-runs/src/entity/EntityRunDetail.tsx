import { useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  useRuns,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { Card } from '../layout/Card';
import { Surface } from '../layout/Surface';
import { RunPage } from '../run-page/RunPage';
import { RunPageSkeleton } from '../run-page/RunPageSkeleton';
import { OfWorkflow } from './OfWorkflow';
import { RUN_PARAM, useEntityWorkflow } from './useEntityWorkflow';

/** The tab with one run of an entity's workflow: the chosen one, or the latest. */
export function EntityRunDetail() {
  return (
    <OfWorkflow>
      <Surface>
        <ChosenOrLatest />
      </Surface>
    </OfWorkflow>
  );
}

function ChosenOrLatest() {
  const [params] = useSearchParams();
  const { hrefOf } = useEntityWorkflow();
  const chosen = params.get(RUN_PARAM);
  return chosen ? (
    <RunPage key={chosen} runId={chosen} hrefOf={hrefOf} />
  ) : (
    <Latest />
  );
}

function Latest() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { ref, workflow, filter, hrefOf } = useEntityWorkflow();
  const { runs, loading, error, reload } = useRuns(filter, {
    pageSize: 1,
    enabled: ref !== undefined,
  });
  if (loading) return <RunPageSkeleton onRetry={reload} />;
  if (error && runs.length === 0) {
    return (
      <Card>
        <ErrorState error={error} title={t('entity.error')} onRetry={reload} />
      </Card>
    );
  }
  if (runs.length === 0) {
    return (
      <Card>
        <EmptyState
          title={t('entity.noRuns')}
          actions={
            <LaunchButton
              workflow={workflow}
              loading={!workflow}
              hrefOf={hrefOf}
            />
          }
        >
          {t('entity.noRunsHint')}
        </EmptyState>
      </Card>
    );
  }
  return <RunPage key={runs[0].id} runId={runs[0].id} hrefOf={hrefOf} />;
}
