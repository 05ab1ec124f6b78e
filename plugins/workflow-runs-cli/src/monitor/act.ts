import { randomUUID } from 'node:crypto';
import type { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import { explainError } from '../connection/explainError';
import { oneLine } from './facts';
import type { MonitorAction, MonitorState } from './state';

const ROUTES = {
  pause: 'pauseRun',
  resume: 'resumeRun',
  cancel: 'cancelRun',
  retry: 'retryRun',
} as const satisfies Record<MonitorAction, string>;

/** Asks something of a run, and says what has come of it. */
export async function act(
  client: Pick<WorkflowRunsClient, 'call'>,
  action: MonitorAction,
  runId: string,
  signal: AbortSignal,
): Promise<MonitorState['notice']> {
  try {
    const { message } = await client.call(
      ROUTES[action],
      { params: { runId }, body: {} },
      { idempotencyKey: randomUUID(), signal },
    );
    return { text: oneLine(message), look: 'completed' };
  } catch (error) {
    return { text: oneLine(explainError(error).message), look: 'failed' };
  }
}
