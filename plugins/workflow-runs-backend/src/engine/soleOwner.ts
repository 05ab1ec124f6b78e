import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { liveWorkers, removeWorker, WorkerRow } from './workers';

/** A backend that is restarted may overlap with its predecessor for as long as this. */
const PATIENCE_MS = 12_000;

/**
 * A SQLite file has one backend. Whoever else is registered in it either has died, then its runs are
 * ours at once, or lives, then we are one too many. Whether a process of this host lives can be
 * seen; one of another host (a container that was replaced, a shared disk) shows it by a heartbeat,
 * for which we wait a little longer than the ten seconds between two of them.
 *
 * @throws Error where another backend uses the file
 */
export async function becomeSoleOwner(
  knex: Knex,
  clock: LeaseClock,
  options: { isAlive?: (pid: number) => boolean; patienceMs?: number } = {},
): Promise<void> {
  const { isAlive = processIsAlive, patienceMs = PATIENCE_MS } = options;
  const deadline = Date.now() + patienceMs;
  const firstSeen = new Map<string, number>();
  for (;;) {
    const others = (await liveWorkers(knex, clock)).filter(isOther);
    for (const { id, heartbeat_at } of others) {
      if (!firstSeen.has(id)) firstSeen.set(id, heartbeat_at);
    }
    const isOver = Date.now() >= deadline;
    const rival = others.find(({ id, host, pid, heartbeat_at }) =>
      host === hostname()
        ? isAlive(pid)
        : !isOver || heartbeat_at > firstSeen.get(id)!,
    );
    if (!rival) break;
    if (isOver) {
      throw new Error(
        `Another backend (process ${rival.pid} on ${rival.host}) uses this SQLite file. A file has one backend: stop the other, or use PostgreSQL.`,
      );
    }
    await sleep(Math.min(250, patienceMs));
  }
  for (const id of await knex('workers').pluck('id')) {
    await removeWorker(knex, id, await clock());
  }
}

function isOther({ host, pid }: WorkerRow): boolean {
  return host !== hostname() || pid !== process.pid;
}

function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
