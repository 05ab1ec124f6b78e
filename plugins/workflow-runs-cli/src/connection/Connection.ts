import type { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';

/** A server, and who one is there. */
export interface Connection {
  client: WorkflowRunsClient;
  /** Base URL of the backend, without a slash at its end. */
  baseUrl: string;
  /** A `fetch` that authenticates: what comes of it is not looked at. */
  fetch: typeof fetch;
}
