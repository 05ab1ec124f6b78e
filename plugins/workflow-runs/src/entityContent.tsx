import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasWorkflows, isWorkflow } from './entityFilters';
import {
  entityRunDetailRouteRef,
  entityRunsRouteRef,
  entityStatisticsRouteRef,
  rolledUpRunsRouteRef,
  rolledUpStatisticsRouteRef,
} from './routes';

export const entityRuns = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: 'workflow-runs',
    title: 'Runs',
    routeRef: entityRunsRouteRef,
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

export const entityStatistics = EntityContentBlueprint.make({
  name: 'statistics',
  params: {
    path: 'workflow-statistics',
    title: 'Statistics',
    routeRef: entityStatisticsRouteRef,
    filter: isWorkflow,
    loader: async () => {
      const { EntityStatistics } = await import('./entity/EntityStatistics');
      return <EntityStatistics />;
    },
  },
});

export const rolledUpRuns = EntityContentBlueprint.make({
  name: 'rolled-up-runs',
  params: {
    path: 'rolled-up-runs',
    title: 'Runs',
    routeRef: rolledUpRunsRouteRef,
    filter: hasWorkflows,
    loader: async () => {
      const { RolledUpRuns } = await import('./rolled-up/RolledUpRuns');
      return <RolledUpRuns />;
    },
  },
});

export const rolledUpStatistics = EntityContentBlueprint.make({
  name: 'rolled-up-statistics',
  params: {
    path: 'rolled-up-statistics',
    title: 'Statistics',
    routeRef: rolledUpStatisticsRouteRef,
    filter: hasWorkflows,
    loader: async () => {
      const { RolledUpStatistics } = await import(
        './rolled-up/RolledUpStatistics'
      );
      return <RolledUpStatistics />;
    },
  },
});
