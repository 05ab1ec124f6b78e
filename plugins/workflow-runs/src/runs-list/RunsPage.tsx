import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { DocumentTitle } from '../layout/DocumentTitle';
import { runRouteRef } from '../routes';
import { RunsByView } from './RunsByView';

/** All runs that the reader may see. */
export function RunsPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runLink = useRouteRef(runRouteRef);
  const hrefOf = (runId: string) => runLink?.({ runId }) ?? `runs/${runId}`;
  const { workflows } = useWorkflows();
  // Whoever may launch nothing is not asked to choose what to launch.
  const mayLaunch = workflows.some(each => each.allowedActions.launch.allowed);
  return (
    <>
      <DocumentTitle title={t('list.title')} />
      <RunsByView
        launch={mayLaunch && <LaunchButton hrefOf={hrefOf} />}
        hrefOf={hrefOf}
      />
    </>
  );
}
