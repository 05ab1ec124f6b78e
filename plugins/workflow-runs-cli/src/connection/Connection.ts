import type {
  routes,
  RunDetail,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';

/** A server, and who one is there. */
export interface Connection {
  client: WorkflowRunsClient;
  /** The contract of the API, which takes time to load as the client does. */
  routes: typeof routes;
  /** Waits until a run has ended; rejects once the signal aborts. */
  untilEnded(
    runId: string,
    options: { signal: AbortSignal; tell: (status: string) => void },
  ): Promise<RunDetail>;
  /** Base URL of the backend, without a slash at its end. */
  baseUrl: string;
  /** Where the credentials come from, as an error says it. */
  origin: string;
  /**
   * Asks another plugin of the backend, and has its JSON.
   *
   * @throws ResponseError where the answer is not a success
   */
  ask<Answer>(path: string, init?: RequestInit): Promise<Answer>;
}
