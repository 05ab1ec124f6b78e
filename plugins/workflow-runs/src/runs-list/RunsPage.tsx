import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { runRouteRef } from '../routes';
import { RunsByView } from './RunsByView';

/** All runs that the reader may see. */
export function RunsPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const runLink = useRouteRef(runRouteRef);
  const hrefOf = (runId: string) => runLink?.({ runId }) ?? `runs/${runId}`;
  return (
    <RunsByView
      launch={<LaunchButton hrefOf={hrefOf} />}
      hrefOf={hrefOf}
      emptyOf={({ status, workflow }) =>
        status.length + workflow.length > 0
          ? {
              title: t('list.empty.filtered'),
              hint: t('list.empty.filteredHint'),
            }
          : undefined
      }
    />
  );
}
