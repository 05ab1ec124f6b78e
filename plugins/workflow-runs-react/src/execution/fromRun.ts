import {
  Run,
  KnownRun,
  Step,
  stepIdOf,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionResult,
  ExecutionProgress,
  WorkflowExecution,
  WorkflowExecutionSummary,
} from './types';

export function toExecution({ run, steps }: KnownRun): WorkflowExecution {
  return { ...toSummary(run), actionResults: steps.map(toActionResult) };
}

export function toSummary(run: Run): WorkflowExecutionSummary {
  return {
    id: run.id,
    workflowId: run.workflow.ref,
    status: run.status,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    error: run.error?.message ?? null,
  };
}

function toActionResult(step: Step): ActionResult {
  return {
    actionId: stepIdOf(step),
    actionType: step.type,
    status: step.status,
    duration: step.durationMs,
    error: step.error?.message ?? null,
  };
}

/** @param remaining - how long the run is likely to go on, in milliseconds; null where nobody can say */
export function toProgress(
  { progress }: Run,
  remaining: number | null,
): ExecutionProgress {
  const { completedSteps, totalSteps, percentage } = progress;
  return {
    completedSteps,
    totalSteps,
    percentage,
    estimatedTimeRemaining: remaining,
  };
}

/** Whether a run is one of the workflow and tenant that were asked for. */
export function belongsTo(
  run: Run,
  workspaceId: string,
  workflowId: string,
): boolean {
  return run.tenantId === workspaceId && run.workflow.ref === workflowId;
}
