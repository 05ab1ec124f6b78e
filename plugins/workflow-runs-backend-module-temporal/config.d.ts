export interface Config {
  workflowRuns?: {
    /** Temporal clusters whose workflow executions are shown. */
    temporal?: {
      clusters: Array<{
        /**
         * Names the engine: workflows of the first namespace are `<id>/<type>`, those of each other one
         * `<id>-<namespace>/<type>`. Lower case.
         */
        id: string;
        /** `host:port` of the frontend service. */
        address: string;
        /** Each is an engine of its own. `default` by default. */
        namespaces?: string[];
      }>;
    };
  };
}
