import {
  Attempt,
  CurrentStep,
  Step,
  StepProgress,
} from 'backstage-plugin-workflow-runs-common';
import { Branches } from 'backstage-plugin-workflow-runs-common/machine';
import { toIso, toIsoOrNull, toNumberOrNull } from '../database/time';
import { DatabaseRow } from './DatabaseRow';
import { waitToWire } from './timesToWire';
import { toDetails } from './toDetails';

export function toCurrentStep(row: DatabaseRow): CurrentStep {
  return {
    stepKey: row.step_key,
    itemIndex: row.item_index,
    name: row.name,
    status: row.status,
    attempt: row.attempts,
    progress: toStepProgress(row),
  };
}

/** @param branches - of the run's graph, by the keys of its steps */
export function toStep(row: DatabaseRow, branches: Branches): Step {
  const report = row.report ? JSON.parse(row.report) : null;
  return {
    id: row.id,
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    stepNumber: row.step_number,
    name: row.name,
    type: row.type,
    status: row.status,
    nativeStatus: row.native_status,
    generation: row.generation,
    branchId: branches.get(row.step_key) ?? null,
    dependsOn: JSON.parse(row.depends_on),
    attempts: row.attempts,
    retries: Math.max(0, row.attempts - 1),
    startedAt: toIsoOrNull(row.started_at),
    completedAt: toIsoOrNull(row.completed_at),
    durationMs: toNumberOrNull(row.duration_ms),
    nextAttemptAt: toIsoOrNull(row.next_attempt_at),
    skipReason: row.skip_reason,
    error: toError(row),
    retryPolicy: row.retry_policy ? JSON.parse(row.retry_policy) : null,
    handler: row.handler,
    taskQueue: row.task_queue,
    operations: row.operations ? JSON.parse(row.operations) : [],
    details: toDetails(row.handler, report?.details),
    progress: toStepProgress(row),
    held: Boolean(row.held),
    waitingFor: row.waiting_for
      ? waitToWire(JSON.parse(row.waiting_for))
      : null,
    itemCount: row.item_count,
    failedItems: row.failed_items,
    validation: row.validation ? JSON.parse(row.validation) : null,
    report,
    resourceUsage: toUsage(row),
    spanId: row.span_id,
    updatedAt: toIso(row.updated_at),
  };
}

export function toAttempt(row: DatabaseRow): Attempt {
  const error = toError(row);
  return {
    stepKey: row.step_key,
    itemIndex: row.item_index,
    generation: row.generation,
    number: row.number,
    status: row.status,
    expected: row.expected === null ? null : Boolean(row.expected),
    worker: row.worker,
    startedAt: toIso(row.started_at),
    completedAt: toIsoOrNull(row.completed_at),
    durationMs: toNumberOrNull(row.duration_ms),
    error:
      error && row.error_stack ? { ...error, stack: row.error_stack } : error,
    retryAt: toIsoOrNull(row.retry_at),
    resourceUsage: toUsage(row),
  };
}

export function toError(row: DatabaseRow) {
  return row.error_category
    ? {
        category: row.error_category,
        code: row.error_code,
        message: row.error_message,
      }
    : null;
}

function toStepProgress(row: DatabaseRow): StepProgress | null {
  return row.progress ? JSON.parse(row.progress) : null;
}

/** What attempts have used, as far as anybody has said. */
export function toUsage(row: DatabaseRow) {
  return {
    tokens: toNumberOrNull(row.tokens),
    computeMs: toNumberOrNull(row.compute_ms),
  };
}
