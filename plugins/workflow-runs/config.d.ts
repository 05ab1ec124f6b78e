export interface Config {
  workflowRuns?: {
    /** Where the tool that shows traces is. */
    traces?: {
      /**
       * An http or https URL; `{traceId}` stands for the id of a trace, percent-encoded.
       * @visibility frontend
       */
      url?: string;
    };
  };
}
