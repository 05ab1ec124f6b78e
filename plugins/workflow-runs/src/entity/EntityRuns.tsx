import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { Surface } from '../layout/Surface';
import { RunsByView } from '../runs-list/RunsByView';
import { OfWorkflow } from './OfWorkflow';
import { useEntityWorkflow } from './useEntityWorkflow';

/** The tab with the runs of the workflow that an entity stands for. */
export function EntityRuns() {
  return (
    <OfWorkflow>
      <Surface>
        <RunsOfEntity />
      </Surface>
    </OfWorkflow>
  );
}

function RunsOfEntity() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow, loading, filter, hrefOf } = useEntityWorkflow();
  return (
    <RunsByView
      launch={
        <LaunchButton
          workflow={workflow}
          loading={!workflow || loading}
          hrefOf={hrefOf}
        />
      }
      hrefOf={hrefOf}
      scope={filter}
      nothing={{ title: t('entity.noRuns'), hint: t('entity.noRunsHint') }}
    />
  );
}
