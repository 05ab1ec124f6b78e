import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useWorkflows } from 'backstage-plugin-workflow-runs-react';
import { LaunchButton } from '../launch/LaunchButton';
import { runRouteRef } from '../routes';
import { RunsByView } from './RunsByView';

/** All runs that the reader may see. */
export function RunsPage() {
  const runLink = useRouteRef(runRouteRef);
  const hrefOf = (runId: string) => runLink?.({ runId }) ?? `runs/${runId}`;
  const { workflows } = useWorkflows();
  // Whoever may launch nothing is not asked to choose what to launch.
  const mayLaunch = workflows.some(each => each.allowedActions.launch.allowed);
  return (
    <RunsByView
      launch={mayLaunch && <LaunchButton hrefOf={hrefOf} />}
      hrefOf={hrefOf}
    />
  );
}
