import { hostname } from 'node:os';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';

/** A process that executes steps. */
export interface WorkerRow {
  id: string;
  host: string;
  pid: number;
  handlers: string;
  started_at: number;
  heartbeat_at: number;
  lease_until: number;
}

/** Registers this process as a worker, anew where it was given up for dead. */
export async function registerWorker(
  knex: Knex,
  clock: LeaseClock,
  worker: { id: string; handlers: string[]; leaseMs: number },
): Promise<void> {
  const now = await clock();
  await knex('workers')
    .insert({
      id: worker.id,
      host: hostname(),
      pid: process.pid,
      handlers: JSON.stringify(worker.handlers),
      started_at: now,
      heartbeat_at: now,
      lease_until: now + worker.leaseMs,
    })
    .onConflict('id')
    .merge();
}

/** @returns false where the worker was given up for dead */
export async function heartbeat(
  knex: Knex,
  clock: LeaseClock,
  worker: { id: string; leaseMs: number },
): Promise<boolean> {
  const now = await clock();
  const renewed = await knex('workers')
    .where({ id: worker.id })
    .where('lease_until', '>', now)
    .update({ heartbeat_at: now, lease_until: now + worker.leaseMs });
  return renewed > 0;
}

/** @returns false where the worker was given up for dead and taken off the list */
export async function isRegistered(knex: Knex, id: string): Promise<boolean> {
  return (await knex('workers').where({ id }).first('id')) !== undefined;
}

/**
 * Lets the runs of workers whose lease is over be claimed again; epochs fence off the late.
 *
 * @param wakeAt - when their runs want to be claimed, by the clock of backends
 * @returns the workers that were given up
 */
export async function reapWorkers(
  knex: Knex,
  clock: LeaseClock,
  wakeAt: number,
): Promise<string[]> {
  const now = await clock();
  const late: string[] = await knex('workers')
    .where('lease_until', '<=', now)
    .pluck('id');
  const dead: string[] = [];
  for (const id of late) {
    // It may have registered anew since, and hold runs by right.
    const isDead = ['lease_until', '<=', now] as const;
    if (await remove(knex, id, wakeAt, isDead)) dead.push(id);
  }
  await freeRunsOfUnknown(knex, wakeAt);
  return dead;
}

/** Takes a worker off the list and lets its runs be claimed. */
export async function removeWorker(
  knex: Knex,
  id: string,
  wakeAt: number,
): Promise<void> {
  await remove(knex, id, wakeAt, ['id', '=', id]);
}

async function remove(
  knex: Knex,
  id: string,
  wakeAt: number,
  condition: readonly [
    column: string,
    operator: string,
    value: string | number,
  ],
): Promise<boolean> {
  return knex.transaction(async trx => {
    // The worker first: who registers under the same id waits until its old runs are free.
    const removed = await trx('workers')
      .where({ id })
      .where(...condition)
      .delete();
    if (removed === 0) return false;
    await trx('engine_runs')
      .where({ worker_id: id })
      .update({ worker_id: null, wake_at: wakeAt });
    return true;
  });
}

/** A worker registers before it claims: runs of one that nobody knows would wait for ever. */
async function freeRunsOfUnknown(knex: Knex, wakeAt: number): Promise<void> {
  await knex('engine_runs')
    .whereNotNull('worker_id')
    .whereNotIn('worker_id', knex('workers').select('id'))
    .update({ worker_id: null, wake_at: wakeAt });
}

/** Workers that live elsewhere, as far as their last heartbeat tells. */
export async function liveWorkers(
  knex: Knex,
  clock: LeaseClock,
): Promise<WorkerRow[]> {
  const now = await clock();
  const rows = await knex<WorkerRow>('workers').where('lease_until', '>', now);
  return rows.map(row => ({
    ...row,
    started_at: Number(row.started_at),
    heartbeat_at: Number(row.heartbeat_at),
    lease_until: Number(row.lease_until),
  }));
}
