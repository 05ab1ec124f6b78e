import {
  Artifact,
  Attempt,
  CurrentStep,
  HumanDecision,
  Json,
  LogLine,
  OperatorAction,
  Payload,
  Run,
  RunEvent,
  RunStateEntry,
  Step,
  StepProgress,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull, toNumberOrNull } from '../database/time';

/** A row as either database returns it. */
export type DatabaseRow = Record<string, any>;

/** A run as the API shows it, but for what depends on who reads it. */
export type RunRecord = Omit<Run, 'allowedActions'> & { ownerRefs: string[] };

/** A row of `runs` joined with `run_live` and `workflows`. */
export function toRun(
  row: DatabaseRow,
  ownerRefs: string[],
  currentSteps: CurrentStep[],
): RunRecord {
  return {
    id: row.id,
    workflow: toWorkflowSummary(row, 'workflow_'),
    ownerRefs,
    workflowVersion: row.workflow_version,
    environment: row.environment,
    tenantId: row.tenant_id,
    status: row.status,
    nativeStatus: row.native_status,
    generation: row.generation,
    partial: Boolean(row.partial),
    needsIntervention: Boolean(row.needs_intervention),
    pauseRequested: Boolean(row.pause_requested),
    blockedReason: row.blocked_reason,
    priority: row.priority,
    triggerType: row.trigger_type,
    triggeredBy: row.triggered_by,
    startedBy: row.started_by,
    owner: row.owner_ref ?? ownerRefs[0] ?? null,
    hitl: row.hitl,
    businessEventId: row.business_event_id,
    backfill: Boolean(row.backfill),
    tags: JSON.parse(row.tags),
    queuedAt: toIso(row.queued_at),
    startedAt: toIsoOrNull(row.started_at),
    completedAt: toIsoOrNull(row.completed_at),
    durationMs: toNumberOrNull(row.duration_ms),
    updatedAt: toIso(
      Math.max(Number(row.updated_at), Number(row.live_updated_at)),
    ),
    progress: toProgress(row.steps_done, row.steps_total),
    currentSteps,
    error: row.error_category
      ? {
          category: row.error_category,
          code: row.error_code,
          message: row.error_message,
          stepKey: row.failed_step_key,
        }
      : null,
    diagnostics: { traceId: row.trace_id, resourceUsage: toUsage(row) },
    sla:
      row.sla_target_ms === null
        ? null
        : {
            status: row.sla_status,
            targetMs: Number(row.sla_target_ms),
            dueAt: toIsoOrNull(row.sla_due_at),
          },
    parentRunId: row.parent_run_id,
    originRunId: row.origin_run_id,
    resolution: toResolution(row),
    position: Number(row.last_position),
  };
}

/** @param prefix - of the workflow's columns in a row that holds more */
export function toWorkflowSummary(
  row: DatabaseRow,
  prefix = '',
): WorkflowSummary {
  const column = (name: string) => row[`${prefix}${name}`];
  return {
    id: column('id'),
    ref: `${column('engine')}/${column('name')}`,
    engine: column('engine'),
    name: column('name'),
    title: column('title'),
    entityRef: column('entity_ref'),
  };
}

function toProgress(done: number, total: number) {
  return {
    completedSteps: done,
    totalSteps: total,
    percentage: percentage(done, total),
  };
}

/** Rounded as people read it (7 of 15 is 47 %), but 100 only when nothing is left. */
function percentage(done: number, total: number): number {
  if (total === 0) return 0;
  return done === total ? 100 : Math.min(99, Math.round((done / total) * 100));
}

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

export function toStep(row: DatabaseRow): Step {
  return {
    id: row.id,
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    stepNumber: row.step_number,
    name: row.name,
    type: row.type,
    status: row.status,
    generation: row.generation,
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
    progress: toStepProgress(row),
    held: Boolean(row.held),
    waitingFor: row.waiting_for ? JSON.parse(row.waiting_for) : null,
    itemCount: row.item_count,
    failedItems: row.failed_items,
    validation: row.validation ? JSON.parse(row.validation) : null,
    report: row.report ? JSON.parse(row.report) : null,
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
  };
}

export function toEvent(row: DatabaseRow): RunEvent {
  return {
    position: Number(row.position),
    runId: row.run_id,
    number: row.number,
    type: row.type,
    generation: row.generation,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    occurredAt: toIso(row.occurred_at),
    recordedAt: toIso(row.recorded_at),
    payload: JSON.parse(row.payload),
  };
}

export function toLogLine(row: DatabaseRow): LogLine {
  return {
    sequence: Number(row.sequence),
    at: toIso(row.at),
    level: row.level,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    message: row.message,
    fields: row.fields
      ? (JSON.parse(row.fields) as Record<string, Json>)
      : null,
  };
}

export function toPayload(row: DatabaseRow): Payload {
  return {
    stepKey: row.step_key === '' ? null : row.step_key,
    itemIndex: row.item_index,
    direction: row.direction,
    generation: row.generation,
    value: JSON.parse(row.content),
    bytes: row.bytes,
    truncated: Boolean(row.truncated),
  };
}

export function toArtifact(row: DatabaseRow): Artifact {
  return {
    id: row.id,
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    attempt: row.attempt,
    name: row.name,
    contentType: row.content_type,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    createdAt: toIso(row.created_at),
  };
}

export function toOperatorAction(row: DatabaseRow): OperatorAction {
  return {
    id: row.id,
    runId: row.run_id,
    action: row.action,
    actor: row.actor,
    reason: row.reason,
    stepKey: row.step_key || null,
    itemIndex: row.item_index,
    status: row.status,
    requestedAt: toIso(row.requested_at),
    completedAt: toIsoOrNull(row.completed_at),
    message: row.message,
  };
}

export function toDecision(row: DatabaseRow): HumanDecision {
  return {
    runId: row.run_id,
    stepKey: row.step_key,
    itemIndex: row.item_index,
    generation: row.generation,
    about: row.about,
    approvers: JSON.parse(row.approvers),
    askedAt: toIso(row.asked_at),
    dueAt: toIsoOrNull(row.due_at),
    decidedAt: toIsoOrNull(row.decided_at),
    decision: row.decision,
    actor: row.actor,
    note: row.note,
  };
}

/** Each state lasts until the next one begins. */
export function toStates(rows: DatabaseRow[]): RunStateEntry[] {
  return rows.map((row, index) => ({
    status: row.status,
    generation: row.generation,
    reason: row.reason,
    enteredAt: toIso(row.entered_at),
    leftAt: toIsoOrNull(rows[index + 1]?.entered_at ?? null),
  }));
}

function toResolution(row: DatabaseRow): Run['resolution'] {
  if (!row.resolution) return null;
  const { note, actor, at } = JSON.parse(row.resolution);
  return { note, actor, at: toIso(at) };
}

function toError(row: DatabaseRow) {
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

function toUsage(row: DatabaseRow) {
  return {
    tokens: toNumberOrNull(row.tokens),
    computeMs: toNumberOrNull(row.compute_ms),
  };
}
