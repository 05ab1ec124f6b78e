export interface Config {
  workflowRuns?: {
    /** How tasks of the portal's own scaffolder are shown. */
    scaffolder?: {
      /** What people call it. `Scaffolder` by default. */
      title?: string;
      /** The tenant of its runs. `default` by default. */
      tenant?: string;
      /** The environment of its runs. `production` by default. */
      environment?: string;
      /** How much is asked of it at most, on average. 20 by default. */
      requestsPerSecond?: number;
    };
  };
}
