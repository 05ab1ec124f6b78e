import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { clientApi } from './apis';
import { entityRunDetail, entityRuns } from './entityContent';
import { workflowRunsPage } from './pages';
import { rootRouteRef, runRouteRef } from './routes';

/**
 * Shows and operates workflow runs: a page for all of them, and tabs on the catalog entities of
 * workflows.
 *
 * @public
 */
export const workflowRunsPlugin = createFrontendPlugin({
  pluginId: 'workflow-runs',
  title: 'Workflow runs',
  icon: <RiNodeTree />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, run: runRouteRef },
  extensions: [clientApi, workflowRunsPage, entityRuns, entityRunDetail],
});
