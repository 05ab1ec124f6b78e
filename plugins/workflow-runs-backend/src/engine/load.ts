import { Knex } from 'knex';
import {
  ErrorCategory,
  Json,
  RunStatus,
  SkipReason,
  StepError,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import {
  newFanOut,
  restoreState,
  RunState,
  StoredStep,
  unitId,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { ChildMessage, ParentAttempt } from '../recorder/Transition';
import { Sealer } from '../sealing/Sealer';
import { Unreadable } from '../sealing/Unreadable';
import { ClaimedRun } from './claim';
import { RunRequest, sealedRows, StoredRows, StoredTimer } from './readRuns';
import { parentOf } from './parentOf';
import { RunValues } from './RunValues';

/** Everything that is needed to go on with a run. */
export interface LoadedRun {
  graph: WorkflowGraph;
  state: RunState;
  dataKey: Buffer;
  values: RunValues;
  /** Timers that are set, as they come due: of what was late, the first is decided first. */
  timers: StoredTimer[];
  /** What was asked of the run and has no last answer yet, oldest first. */
  requests: RunRequest[];
  /** What its children have told it. */
  messages: ChildMessage[];
  /** The attempt that the run was launched for. */
  parent: ParentAttempt | null;
}

/**
 * Makes a run of what the tables say of it.
 *
 * @throws Unreadable where its values cannot be opened
 */
export function restoreRun(
  sealer: Sealer,
  graph: WorkflowGraph,
  claimed: ClaimedRun,
  stored: StoredRows,
): LoadedRun {
  const { runId } = claimed;
  const { run, states, timers, requests, messages } = stored;
  const retryAt = new Map(
    timers
      .filter(({ kind }) => kind === 'retry')
      .map(({ step, item, dueAt }) => [unitId(step, item), dueAt]),
  );
  const steps = Object.fromEntries(
    stored.steps.map(row => {
      const unit = unitId(row.step_key, row.item_index);
      return [unit, toStoredStep(row, retryAt.get(unit) ?? null)];
    }),
  );
  const { dataKey, input, outputs, sealedAt } = openRows(
    sealer,
    runId,
    stored.sealed.filter(({ generation }) => generation <= run.generation),
  );
  keepCurrent(outputs, sealedAt, unit => steps[unit]);

  const hold = new Set((claimed.hold ?? '').split(','));
  const state = restoreState(graph, {
    status: run.status as RunStatus,
    generation: run.generation,
    since: Number(states.at(-1)?.entered_at ?? run.queued_at),
    startedAt: run.started_at === null ? null : Number(run.started_at),
    seed: claimed.seed,
    input,
    outputs: Object.fromEntries(outputs),
    steps,
    pauseAsked: hold.has('pause'),
    poisoned: hold.has('poison'),
    failure: failureOf(run),
    slaTargetMs: run.sla_target_ms === null ? null : Number(run.sla_target_ms),
    sla: slaOf(run),
  });
  return {
    graph,
    state,
    dataKey,
    values: new RunValues(graph, input, outputs),
    timers,
    requests,
    messages,
    parent: parentOf(run),
  };
}

/** What holds a run back, as it is stored. */
export function holdOf(state: RunState): string | null {
  const reasons = [
    ...(state.pauseAsked ? ['pause'] : []),
    ...(state.poisoned ? ['poison'] : []),
  ];
  return reasons.length > 0 ? reasons.join(',') : null;
}

/** Opens what the engine has sealed of a run. */
export async function openSealed(
  knex: Knex,
  sealer: Sealer,
  runId: string,
  generation: number,
) {
  const rows = await sealedRows(knex, [runId]).where(
    'generation',
    '<=',
    generation,
  );
  return openRows(sealer, runId, rows);
}

function openRows(sealer: Sealer, runId: string, rows: Record<string, any>[]) {
  const wrapped = rows.find(row => row.kind === 'data_key');
  if (!wrapped) throw new Unreadable('Its sealed values are gone');
  const dataKey = sealer.unwrap(runId, {
    keyId: wrapped.key_id,
    content: wrapped.content,
  });

  const outputs = new Map<string, Json>();
  const sealedAt = new Map<string, number>();
  let input: Json = null;
  for (const row of rows) {
    const { kind, step_key, item_index, content } = row;
    if (kind === 'data_key') continue;
    const value = sealer.open(
      dataKey,
      { runId, step: step_key, item: item_index, kind },
      content,
    );
    if (kind === 'input') input = value;
    else {
      const unit = unitId(step_key, item_index);
      outputs.set(unit, value);
      sealedAt.set(unit, row.generation);
    }
  }
  return { dataKey, input, outputs, sealedAt };
}

/** Drops what a step put out in an earlier passage, where it will run again, or has. */
export function keepCurrent(
  outputs: Map<string, Json>,
  sealedAt: ReadonlyMap<string, number>,
  stepOf: (
    unit: string,
  ) => Pick<StoredStep, 'status' | 'generation'> | undefined,
): void {
  for (const unit of [...outputs.keys()]) {
    const step = stepOf(unit);
    const hasOutput = ['completed', 'waiting_human'].includes(
      step?.status ?? '',
    );
    if (!hasOutput || step!.generation !== sealedAt.get(unit)) {
      outputs.delete(unit);
    }
  }
}

function toStoredStep(
  row: Record<string, any>,
  retryAt: number | null,
): StoredStep {
  return {
    status: row.status as StepStatus,
    generation: row.generation,
    attempt: row.attempts,
    tries: row.tries,
    losses: row.losses,
    nextExpected:
      row.next_expected === null ? null : Boolean(row.next_expected),
    retryAt,
    startedAt: row.started_at === null ? null : Number(row.started_at),
    attemptStartedAt:
      row.attempt_started_at === null ? null : Number(row.attempt_started_at),
    skipReason: row.skip_reason as SkipReason | null,
    error: toError(row),
    held: Boolean(row.held),
    waitingFor: row.waiting_for === null ? null : JSON.parse(row.waiting_for),
    fanOut: row.item_count === null ? null : newFanOut(row.item_count),
    // The fan-out itself counts its items; what counts them otherwise is a chunk of one.
    failedItems: row.item_index < 0 ? 0 : row.failed_items,
  };
}

function toError(row: Record<string, any>): StepError | null {
  return row.error_category
    ? {
        category: row.error_category as ErrorCategory,
        code: row.error_code,
        message: row.error_message,
      }
    : null;
}

/** The failure that ends the run, where one has. */
function failureOf(run: Record<string, any>): RunState['failure'] {
  const error = toError(run);
  return error && { step: run.failed_step_key, error };
}

function slaOf(run: Record<string, any>): RunState['sla'] {
  if (run.sla_due_at === null) return null;
  return {
    dueAt: Number(run.sla_due_at),
    warned: run.sla_status !== 'on_track',
    breached: run.sla_status === 'breached',
  };
}
