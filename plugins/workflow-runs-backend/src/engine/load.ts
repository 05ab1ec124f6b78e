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
  restoreState,
  RunState,
  StepState,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Sealer } from '../sealing/Sealer';
import { Unreadable } from '../sealing/Unreadable';
import { ClaimedRun } from './claim';

/** Everything that is needed to go on with a run. */
export interface LoadedRun {
  graph: WorkflowGraph;
  state: RunState;
  dataKey: Buffer;
  input: Json;
  outputs: Map<string, Json>;
  /** Timers that are set, by step. */
  timers: { kind: string; step: string; dueAt: number }[];
  /** What was asked of the run and not carried out yet, oldest first. */
  requests: RunRequest[];
}

/** An operator action that waits to be carried out. */
export interface RunRequest {
  id: string;
  action: 'cancel';
  actor: string;
  reason: string | null;
}

/** Reads a run from the tables that are the truth: steps and sealed payloads, never events. */
export async function loadRun(
  knex: Knex,
  sealer: Sealer,
  graph: WorkflowGraph,
  claimed: ClaimedRun,
): Promise<LoadedRun> {
  const { runId } = claimed;
  const run = await knex('runs').where({ id: runId }).first();
  const since = await knex('run_states')
    .where({ run_id: runId })
    .max('entered_at as at')
    .first();
  const steps = await knex('steps').where({ run_id: runId, item_index: -1 });
  const { dataKey, input, outputs } = await openSealed(
    knex,
    sealer,
    runId,
    run.generation,
  );
  const timers = await knex('timers').where({ run_id: runId });

  const state = restoreState(graph, {
    status: run.status as RunStatus,
    generation: run.generation,
    since: Number(since?.at ?? run.queued_at),
    startedAt: run.started_at === null ? null : Number(run.started_at),
    seed: claimed.seed,
    input,
    outputs: Object.fromEntries(outputs),
    steps: Object.fromEntries(
      steps.map(row => [row.step_key, toStepState(row)]),
    ),
    hold: claimed.hold,
    failure: failureOf(run),
  });
  return {
    graph,
    state,
    dataKey,
    input,
    outputs,
    timers: timers.map(({ kind, step_key, due_at }) => ({
      kind,
      step: step_key,
      dueAt: Number(due_at),
    })),
    requests: await openRequests(knex, [runId]),
  };
}

/** Actions on runs that have not been carried out yet. */
export async function openRequests(
  knex: Knex,
  runIds: string[],
): Promise<(RunRequest & { runId: string })[]> {
  const rows = await knex('actions')
    .whereIn('run_id', runIds)
    .where({ status: 'requested' })
    .orderBy(['requested_at', 'id']);
  return rows.map(row => ({
    id: row.id,
    runId: row.run_id,
    action: row.action,
    actor: row.actor,
    reason: row.reason,
  }));
}

async function openSealed(
  knex: Knex,
  sealer: Sealer,
  runId: string,
  generation: number,
) {
  const rows = await knex('sealed_payloads')
    .where({ run_id: runId })
    .where('generation', '<=', generation)
    .orderBy('generation');
  const wrapped = rows.find(row => row.kind === 'data_key');
  if (!wrapped) throw new Unreadable('Its sealed values are gone');
  const dataKey = sealer.unwrap(runId, {
    keyId: wrapped.key_id,
    content: wrapped.content,
  });

  const outputs = new Map<string, Json>();
  let input: Json = null;
  for (const { kind, step_key, item_index, content } of rows) {
    if (kind === 'data_key') continue;
    const value = sealer.open(
      dataKey,
      { runId, step: step_key, item: item_index, kind },
      content,
    );
    if (kind === 'input') input = value;
    else outputs.set(step_key, value);
  }
  return { dataKey, input, outputs };
}

function toStepState(row: Record<string, any>): Omit<StepState, 'unmet'> {
  return {
    status: row.status as StepStatus,
    attempt: row.attempts,
    tries: row.tries,
    losses: row.losses,
    nextExpected:
      row.next_expected === null ? null : Boolean(row.next_expected),
    startedAt: row.started_at === null ? null : Number(row.started_at),
    attemptStartedAt:
      row.attempt_started_at === null ? null : Number(row.attempt_started_at),
    skipReason: row.skip_reason as SkipReason | null,
    error: toError(row),
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
