import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasWorkflows, isWorkflow } from './entityFilters';

export const latestRunsCard = EntityCardBlueprint.make({
  name: 'latest-runs',
  params: {
    type: 'content',
    filter: isWorkflow,
    loader: async () => {
      const { EntityLatestRuns } = await import('./entity/EntityLatestRuns');
      return <EntityLatestRuns />;
    },
  },
});

export const healthCard = EntityCardBlueprint.make({
  name: 'health',
  params: {
    type: 'content',
    filter: isWorkflow,
    loader: async () => {
      const { EntityHealth } = await import('./entity/EntityHealth');
      return <EntityHealth />;
    },
  },
});

export const rolledUpLatestRunsCard = EntityCardBlueprint.make({
  name: 'rolled-up-latest-runs',
  params: {
    type: 'content',
    filter: hasWorkflows,
    loader: async () => {
      const { RolledUpLatestRuns } = await import(
        './rolled-up/RolledUpLatestRuns'
      );
      return <RolledUpLatestRuns />;
    },
  },
});
