import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { entityRunDetailRouteRef } from './routes';

const isWorkflow = {
  [`metadata.annotations.${WORKFLOW_ANNOTATION}`]: { $exists: true },
};

export const entityRuns = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: 'workflow-runs',
    title: 'Runs',
    filter: isWorkflow,
    loader: async () => {
      const { EntityRuns } = await import('./entity/EntityRuns');
      return <EntityRuns />;
    },
  },
});

export const entityRunDetail = EntityContentBlueprint.make({
  name: 'run-detail',
  params: {
    path: 'workflow-run',
    title: 'Run detail',
    routeRef: entityRunDetailRouteRef,
    filter: isWorkflow,
    loader: async () => {
      const { EntityRunDetail } = await import('./entity/EntityRunDetail');
      return <EntityRunDetail />;
    },
  },
});
