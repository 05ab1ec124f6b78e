import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** Which workflow runs the search of the portal finds. */
      workflowRuns?: {
        /** The newest so many runs: 5,000 by default, 100,000 at most. */
        maxRuns?: number;
        /** Runs that were queued in the last so many days: 30 by default. */
        maxAgeDays?: number;
        /** How often they are read: every ten minutes by default. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
