import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { placeOf } from 'backstage-plugin-workflow-runs-common/machine';
import { Change, Row } from '../database/changes';
import { traceIdOf } from '../engine/trace';
import { errorColumns } from './errorColumns';
import type { FactContext } from './project';
import { PENDING_STEP } from './stepRows';

/** Facts about a run as a whole. */
export type FactOfRun = Extract<
  RunFact,
  { type: `run.${string}` | `sla.${string}` }
>;
type Reopened = Extract<RunFact, { type: 'run.reopened' }>;
type Changed = Extract<RunFact, { type: 'run.changed' }>;

/** What a fact about a run changes. */
export function projectRun(fact: FactOfRun, context: FactContext): Change[] {
  switch (fact.type) {
    case 'run.queued':
      return [state(fact, context, 'queued', null)];
    case 'run.started':
      return [
        run(fact, context, {
          status: 'running',
          started_at: fact.at,
          blocked_reason: null,
          ...(fact.slaDueAt === undefined
            ? {}
            : { sla_status: 'on_track', sla_due_at: fact.slaDueAt }),
        }),
        state(fact, context, 'running', null),
      ];
    case 'run.reopened':
      return reopened(fact, context);
    case 'run.paused':
      return [
        run(fact, context, {
          status: 'paused',
          pause_requested: false,
          blocked_reason: fact.blockedReason,
        }),
        state(fact, context, 'paused', fact.blockedReason),
      ];
    case 'run.resumed':
      return [
        run(fact, context, {
          status: 'running',
          pause_requested: false,
          blocked_reason: null,
        }),
        state(fact, context, 'running', null),
      ];
    case 'run.waiting_human':
      return [
        run(fact, context, { status: 'waiting_human' }),
        state(fact, context, 'waiting_human', null),
      ];
    case 'run.canceling':
      return [
        run(fact, context, {
          status: 'canceling',
          pause_requested: false,
          blocked_reason: null,
        }),
        state(fact, context, 'canceling', fact.reason),
      ];
    case 'run.completed':
      return [
        ended(fact, context, 'completed', { partial: fact.partial }),
        state(fact, context, 'completed', null),
      ];
    case 'run.failed':
      return [
        ended(fact, context, 'failed', {
          ...errorColumns(fact.error),
          failed_step_key: fact.step,
        }),
        state(fact, context, 'failed', null),
      ];
    case 'run.canceled':
      return [
        ended(fact, context, 'canceled', {}),
        state(fact, context, 'canceled', null),
      ];
    case 'run.needs_intervention':
      return [run(fact, context, { needs_intervention: true })];
    case 'run.changed':
      return changed(fact, context);
    case 'sla.warning':
      return [
        run(fact, context, {
          sla_status: 'at_risk',
          sla_likely_at: fact.likelyAt ?? null,
        }),
      ];
    case 'sla.breached':
      return [run(fact, context, { sla_status: 'breached' })];
    default:
      throw new Error(`Unknown fact: ${(fact as { type: string }).type}`);
  }
}

function run(fact: FactOfRun, { runId }: FactContext, set: Row): Change {
  return {
    kind: 'update',
    table: 'runs',
    key: { id: runId },
    set: { ...set, generation: fact.generation, updated_at: fact.at },
  };
}

function ended(
  fact: Extract<FactOfRun, { durationMs: number }>,
  context: FactContext,
  status: string,
  set: Row,
): Change {
  return run(fact, context, {
    status,
    completed_at: fact.at,
    duration_ms: fact.durationMs,
    ...(fact.sla ? { sla_status: fact.sla } : {}),
    pause_requested: false,
    blocked_reason: null,
    ...set,
  });
}

/** What is repeated has not happened yet; attempts, files and events of before stay. */
function reopened(fact: Reopened, context: FactContext): Change[] {
  const { runId } = context;
  return [
    run(fact, context, {
      status: 'running',
      started_at: fact.at,
      completed_at: null,
      duration_ms: null,
      partial: false,
      needs_intervention: false,
      hitl: null,
      ...errorColumns(null),
      failed_step_key: null,
      resolution: null,
      outputs_summary: null,
      trace_id: traceIdOf(runId, fact.generation),
      ...(fact.sla
        ? {
            sla_status: fact.sla.status,
            sla_due_at: fact.sla.dueAt,
            sla_likely_at: null,
          }
        : {}),
    }),
    state(fact, context, 'running', fact.reason),
    {
      kind: 'update',
      table: 'run_live',
      key: { run_id: runId },
      set: { steps_done: fact.kept },
    },
    ...fact.recomputed.map((unit): Change => {
      const { step, item } = placeOf(unit);
      return {
        kind: 'update',
        table: 'steps',
        key: { run_id: runId, step_key: step, item_index: item },
        set: {
          ...PENDING_STEP,
          generation: fact.generation,
          updated_at: fact.at,
        },
      };
    }),
  ];
}

/**
 * It leaves the generation as it is: what people say of a run may be recorded after it was opened
 * again, and they do not know. Tags are for `tagChanges` to find out.
 */
function changed(fact: Changed, { runId, number }: FactContext): Change[] {
  const { annotation } = fact;
  return [
    {
      kind: 'update',
      table: 'runs',
      key: { id: runId },
      set: { ...columnsOf(fact), updated_at: fact.at },
    },
    ...(annotation
      ? [
          {
            kind: 'insert' as const,
            table: 'annotations' as const,
            key: { id: annotation.id },
            set: {
              run_id: runId,
              number,
              author: annotation.author,
              note: annotation.note,
              created_at: fact.at,
            },
          },
        ]
      : []),
  ];
}

function columnsOf(fact: Changed): Row {
  const { blockedReason, pauseRequested, needsIntervention } = fact;
  const { slaDueAt, resolution, ownerRef } = fact;
  const set: Row = {};
  if (blockedReason !== undefined) set.blocked_reason = blockedReason;
  if (pauseRequested !== undefined) set.pause_requested = pauseRequested;
  if (needsIntervention !== undefined) {
    set.needs_intervention = needsIntervention;
  }
  if (slaDueAt !== undefined) set.sla_due_at = slaDueAt;
  if (resolution) {
    set.resolution = JSON.stringify({ ...resolution, at: fact.at });
  }
  if (ownerRef !== undefined) set.owner_ref = ownerRef;
  return set;
}

function state(
  fact: RunFact,
  { runId, number }: FactContext,
  status: string,
  reason: string | null,
): Change {
  return {
    kind: 'insert',
    table: 'run_states',
    key: { run_id: runId, number },
    set: { generation: fact.generation, status, reason, entered_at: fact.at },
  };
}
