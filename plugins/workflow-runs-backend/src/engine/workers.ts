import { hostname } from 'node:os';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';

/** How long a worker is believed to live after its last heartbeat, in milliseconds. */
export const LEASE_MS = 30_000;
/** A worker gives up its runs this long before its lease ends, in milliseconds. */
export const LEASE_SKEW_MS = 5_000;

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

/** Registers this process as a worker. */
export async function registerWorker(
  knex: Knex,
  clock: LeaseClock,
  worker: { id: string; handlers: string[] },
): Promise<void> {
  const now = await clock();
  await knex('workers').insert({
    id: worker.id,
    host: hostname(),
    pid: process.pid,
    handlers: JSON.stringify(worker.handlers),
    started_at: now,
    heartbeat_at: now,
    lease_until: now + LEASE_MS,
  });
}

/** @returns false where the worker was given up for dead */
export async function heartbeat(
  knex: Knex,
  clock: LeaseClock,
  workerId: string,
): Promise<boolean> {
  const now = await clock();
  const renewed = await knex('workers')
    .where({ id: workerId })
    .where('lease_until', '>', now)
    .update({ heartbeat_at: now, lease_until: now + LEASE_MS });
  return renewed > 0;
}

/** Lets the runs of workers whose lease is over be claimed again; epochs fence off the late. */
export async function reapWorkers(
  knex: Knex,
  clock: LeaseClock,
): Promise<string[]> {
  const now = await clock();
  const dead = await knex('workers')
    .where('lease_until', '<=', now)
    .pluck('id');
  for (const id of dead) await removeWorker(knex, id, now);
  return dead;
}

/** Takes a worker off the list and lets its runs be claimed. */
export async function removeWorker(
  knex: Knex,
  id: string,
  now: number,
): Promise<void> {
  await knex.transaction(async trx => {
    await trx('engine_runs')
      .where({ worker_id: id })
      .update({ worker_id: null, wake_at: now });
    await trx('workers').where({ id }).delete();
  });
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
