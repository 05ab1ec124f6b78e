import { Execution } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';

/** Somebody asks something of an execution. */
export interface Asking {
  namespace: TemporalNamespace;
  execution: Execution;
  signal: AbortSignal;
}

/** How long an answer that a worker gives is waited for, in milliseconds: whoever has asked is answered by then. */
export const WORKER_MS = 7_000;

/** What Temporal keeps of who has asked. */
export function identityOf(actor: string): string {
  return `workflow-runs/${actor}`;
}

/** The queue on which the worker of an execution would be. */
export async function taskQueueOf({
  namespace,
  execution,
  signal,
}: Asking): Promise<string> {
  const { executionConfig } = await namespace.call({ signal }, api =>
    api.describeWorkflowExecution({ namespace: namespace.name, execution }),
  );
  return executionConfig?.taskQueue?.name ?? '';
}
