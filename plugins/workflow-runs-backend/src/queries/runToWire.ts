import {
  CurrentStep,
  isEnded,
  OriginWord,
  Run,
  RunStateEntry,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull, toNumberOrNull } from '../database/time';
import { DatabaseRow } from './DatabaseRow';
import { toUsage } from './stepToWire';

/** A run as the API shows it, but for what depends on who reads it, and on the configuration. */
export type RunRecord = Omit<Run, 'allowedActions' | 'businessEventUrl'> & {
  ownerRefs: string[];
  /** What its engine knows it by. */
  nativeId: string;
  /** What the definition that it is pinned to is stored by. */
  definitionHash: string | null;
  /** Changes with everything that is told of the run, whether or not it is an event. */
  version: string;
  /** When retention has deleted what it takes to do the run again; null where it is there. */
  storedInputDeletedAt: string | null;
  /** By which step of the run that has launched it. */
  parentStepKey: string | null;
  /** What it is to the run that it comes from, where its engine has said so. */
  originAs: OriginWord | null;
};

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
    nativeId: row.native_id,
    definitionHash: row.definition_hash,
    version: `${row.log_sequence}@${row.live_updated_at}`,
    storedInputDeletedAt: toIsoOrNull(row.sealed_deleted_at),
    parentStepKey: row.parent_step_key,
    originAs: row.origin_as,
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
    actor: actorOf(row),
    startedBy: row.started_by,
    taskQueue: row.task_queue,
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
    inputsSummary: row.inputs_summary ? JSON.parse(row.inputs_summary) : null,
    outputsSummary: row.outputs_summary
      ? JSON.parse(row.outputs_summary)
      : null,
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
    retries: row.retries,
    effectiveness: {
      firstPassSuccess: firstPassSuccess(row),
      accuracy: toNumberOrNull(row.accuracy),
      throughputDelta: toNumberOrNull(row.throughput_delta),
    },
    sla: toSla(row),
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

/** A run that another one has launched says who launched that one, but nobody launched it by hand. */
function actorOf(row: DatabaseRow): Run['actor'] {
  const isByUser = row.started_by?.startsWith('user:');
  return isByUser && row.trigger_type !== 'parent' ? 'human' : 'system';
}

function firstPassSuccess(row: DatabaseRow): boolean | null {
  if (!isEnded(row.status)) return null;
  return (
    row.status === 'completed' && row.generation === 0 && row.retries === 0
  );
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

function toSla(row: DatabaseRow): Run['sla'] {
  if (row.sla_target_ms === null) return null;
  const isForetold = row.sla_status === 'at_risk' && row.sla_likely_at !== null;
  return {
    status: row.sla_status,
    targetMs: Number(row.sla_target_ms),
    dueAt: toIsoOrNull(row.sla_due_at),
    ...(isForetold ? { likelyAt: toIso(row.sla_likely_at) } : {}),
  };
}

function toResolution(row: DatabaseRow): Run['resolution'] {
  if (!row.resolution) return null;
  const { note, actor, at } = JSON.parse(row.resolution);
  return { note, actor, at: toIso(at) };
}
