import { Knex } from 'knex';
import { RunAction } from 'backstage-plugin-workflow-runs-common';
import { ChildMessage } from '../recorder/Transition';
import type { RunTimer } from './RunTimers';

type DatabaseRow = Record<string, any>;

/** What the tables say of one run. */
export interface StoredRows {
  run: DatabaseRow;
  states: DatabaseRow[];
  steps: DatabaseRow[];
  timers: StoredTimer[];
  sealed: DatabaseRow[];
  /** What was asked of it and has no last answer yet, oldest first. */
  requests: RunRequest[];
  /** What its children have told it. */
  messages: ChildMessage[];
}

/** A timer as the tables have it: they do not say after which attempt it was set. */
export type StoredTimer = Omit<RunTimer, 'attempt'>;

/** An operator action that waits to be carried out. */
export interface RunRequest {
  id: string;
  runId: string;
  action: RunAction;
  actor: string;
  reason: string | null;
  /** What else was asked, encrypted; null where nothing was. */
  sealed: Buffer | null;
}

/**
 * Reads runs from the tables that are the truth: steps and sealed payloads, never events. It takes as
 * many statements for many runs as for one.
 *
 * @returns what there is of each run that there is
 */
export async function readRuns(
  knex: Knex,
  runIds: string[],
): Promise<Map<string, StoredRows>> {
  const stored = new Map<string, StoredRows>();
  for (const run of await knex('runs').whereIn('id', runIds)) {
    const lists = {
      states: [],
      steps: [],
      timers: [],
      sealed: [],
      requests: [],
      messages: [],
    };
    stored.set(run.id, { run, ...lists });
  }
  const ofRuns = (table: string) => knex(table).whereIn('run_id', runIds);
  for (const row of await ofRuns('run_states').orderBy('number')) {
    stored.get(row.run_id)?.states.push(row);
  }
  for (const row of await ofRuns('steps')) {
    stored.get(row.run_id)?.steps.push(row);
  }
  for (const row of await ofRuns('timers').orderBy([
    'due_at',
    'step_key',
    'item_index',
    'kind',
  ])) {
    stored.get(row.run_id)?.timers.push(toTimer(row));
  }
  for (const row of await sealedRows(knex, runIds)) {
    stored.get(row.run_id)?.sealed.push(row);
  }
  const statuses = ['requested', 'accepted'] as const;
  for (const request of await openRequests(knex, runIds, statuses)) {
    stored.get(request.runId)?.requests.push(request);
  }
  for (const { runId, ...message } of await unreadMessages(knex, runIds)) {
    stored.get(runId)?.messages.push(message);
  }
  return stored;
}

/** What the engine has sealed of runs, that of earlier passages first. */
export function sealedRows(knex: Knex, runIds: string[]) {
  return knex('sealed_payloads')
    .whereIn('run_id', runIds)
    .whereIn('kind', ['data_key', 'input', 'output'])
    .orderBy('generation');
}

/** Actions on runs that wait to be carried out. */
export async function openRequests(
  knex: Knex,
  runIds: string[],
  statuses: readonly ('requested' | 'accepted')[] = ['requested'],
): Promise<RunRequest[]> {
  const rows = await knex('actions')
    .leftJoin('sealed_payloads', join =>
      join
        .on('sealed_payloads.run_id', 'actions.run_id')
        .andOn('sealed_payloads.step_key', 'actions.id')
        .andOnVal('sealed_payloads.kind', 'request'),
    )
    .whereIn('actions.run_id', runIds)
    .whereIn('actions.status', statuses)
    .orderBy(['requested_at', 'actions.id'])
    .select('actions.*', 'sealed_payloads.content as sealed');
  return rows.map(row => ({
    id: row.id,
    runId: row.run_id,
    action: row.action,
    actor: row.actor,
    reason: row.reason,
    sealed: row.sealed,
  }));
}

/** Runs that are to be warned of their targets before the time for it, for they are likely to miss them. */
export async function foretoldWarnings(
  knex: Knex,
  runIds: string[],
): Promise<{ runId: string; timer: StoredTimer }[]> {
  const rows = await knex('timers')
    .whereIn('run_id', runIds)
    .where({ kind: 'sla_warning' })
    .whereNotNull('likely_at');
  return rows.map(row => ({ runId: row.run_id, timer: toTimer(row) }));
}

/** What children have told these runs. */
export async function unreadMessages(
  knex: Knex,
  runIds: string[],
): Promise<(ChildMessage & { runId: string })[]> {
  const rows = await knex('run_messages').whereIn('run_id', runIds);
  return rows.map(row => ({
    runId: row.run_id,
    childRunId: row.child_run_id,
    generation: row.generation,
    step: row.step_key,
    item: row.item_index,
    attempt: row.attempt,
  }));
}

function toTimer(row: DatabaseRow): StoredTimer {
  return {
    kind: row.kind,
    step: row.step_key,
    item: row.item_index,
    dueAt: Number(row.due_at),
    ...(row.likely_at === null ? {} : { likelyAt: Number(row.likely_at) }),
  };
}
