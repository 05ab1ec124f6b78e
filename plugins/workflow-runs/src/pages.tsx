import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { rootRouteRef } from './routes';

export const workflowRunsPage = PageBlueprint.make({
  params: {
    path: '/workflow-runs',
    title: 'Workflow runs',
    icon: <RiNodeTree />,
    routeRef: rootRouteRef,
    loader: async () => {
      const { WorkflowRunsPage } = await import('./WorkflowRunsPage');
      return <WorkflowRunsPage />;
    },
  },
});
