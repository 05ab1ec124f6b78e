import {
  createApiFactory,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import { legacyRoutes } from './routes';

/**
 * Shows and operates workflow runs, in portals on the old frontend system.
 *
 * @public
 */
export const workflowRunsPlugin = createPlugin({
  id: 'workflow-runs',
  routes: { root: legacyRoutes.root, run: legacyRoutes.run },
  apis: [
    createApiFactory({
      api: workflowRunsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new WorkflowRunsClient(deps),
    }),
  ],
});
