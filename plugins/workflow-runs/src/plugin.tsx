import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { clientApi } from './apis';
import {
  healthCard,
  latestRunsCard,
  rolledUpLatestRunsCard,
} from './entityCards';
import {
  entityRunDetail,
  entityRuns,
  entityStatistics,
  rolledUpRuns,
  rolledUpStatistics,
} from './entityContent';
import { myRunsWidget } from './homeWidgets';
import { workflowRunsPage } from './pages';
import { rootRouteRef, runRouteRef } from './routes';
import {
  runSearchResult,
  runSearchType,
  workflowSearchResult,
  workflowSearchType,
} from './search/extensions';

/**
 * Shows and operates workflow runs: a page for all of them, tabs and cards on the catalog entities of
 * workflows and of what they belong to, a widget for the home page, and what the search of the portal
 * finds.
 *
 * @public
 */
export const workflowRunsPlugin = createFrontendPlugin({
  pluginId: 'workflow-runs',
  title: 'Workflow runs',
  icon: <RiNodeTree />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, run: runRouteRef },
  extensions: [
    clientApi,
    workflowRunsPage,
    entityRuns,
    entityRunDetail,
    entityStatistics,
    latestRunsCard,
    healthCard,
    rolledUpRuns,
    rolledUpStatistics,
    rolledUpLatestRunsCard,
    myRunsWidget,
    runSearchResult,
    workflowSearchResult,
    runSearchType,
    workflowSearchType,
  ],
});
