import { LogEvent } from '../readers/LogEvent';
import { DatabaseRow } from '../queries/DatabaseRow';
import { FailureKind } from './fingerprintOf';

/** A run has failed. */
export interface Failure extends FailureKind {
  type: 'failed';
  runId: string;
  /** In which passage of the run: each fails once at most. */
  generation: number;
  environment: string;
  at: number;
}

/** A run has succeeded, which ends what went wrong with its workflow. */
export interface Success {
  type: 'succeeded';
  runId: string;
  workflowId: string;
  environment: string;
  at: number;
}

/** A run goes on, so that it is failed no more. */
export interface Reopening {
  type: 'reopened';
  runId: string;
}

/** What failures and their groups are made of. */
export type FailureFact = Failure | Success | Reopening;

/** What events tell of failures, in their order. */
export function factsOf(events: readonly LogEvent[]): FailureFact[] {
  return events.flatMap(event => factOf(event) ?? []);
}

function factOf(event: LogEvent): FailureFact | undefined {
  const { type, runId, generation, occurredAt: at } = event;
  const auth = event.auth as {
    workflowId: string;
    tenantId: string;
    environment: string;
  };
  const { workflowId, tenantId, environment } = auth;
  switch (type) {
    case 'run.failed': {
      const { step, error } = event.payload as {
        step: string | null;
        error: { category: string; code: string | null; message: string };
      };
      return {
        type: 'failed',
        runId,
        generation,
        tenantId,
        workflowId,
        environment,
        stepKey: step,
        errorCategory: error.category,
        errorCode: error.code,
        message: error.message,
        at,
      };
    }
    case 'run.completed':
      return { type: 'succeeded', runId, workflowId, environment, at };
    case 'run.reopened':
      return { type: 'reopened', runId };
    default:
      return undefined;
  }
}

/** What is left to tell of runs that the log tells nothing of any more. */
export function factOfRow(run: DatabaseRow): FailureFact {
  const { id: runId, workflow_id: workflowId, environment } = run;
  const at = Number(run.completed_at);
  if (run.status === 'completed') {
    return { type: 'succeeded', runId, workflowId, environment, at };
  }
  if (run.status !== 'failed' || run.error_category === null) {
    return { type: 'reopened', runId };
  }
  return {
    type: 'failed',
    runId,
    generation: run.generation,
    tenantId: run.tenant_id,
    workflowId,
    environment,
    stepKey: run.failed_step_key,
    errorCategory: run.error_category,
    errorCode: run.error_code,
    message: run.error_message ?? '',
    at,
  };
}
