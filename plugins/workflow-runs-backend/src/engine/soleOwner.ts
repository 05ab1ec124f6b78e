import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { liveWorkers, removeWorker, WorkerRow } from './workers';

/** A backend that is restarted may overlap with its predecessor for as long as this. */
const PATIENCE_MS = 10_000;

/**
 * A SQLite file has one backend. Whoever else is registered in it either has died, then its runs are
 * ours at once, or lives, then we are one too many.
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
  for (;;) {
    const workers = await liveWorkers(knex, clock);
    const living = workers.filter(
      worker => isOther(worker) && isAlive(worker.pid),
    );
    if (living.length === 0) break;
    if (Date.now() >= deadline) {
      throw new Error(
        `Another backend (process ${living[0].pid}) uses this SQLite file. A file has one backend: stop the other, or use PostgreSQL.`,
      );
    }
    await sleep(Math.min(250, patienceMs));
  }
  for (const id of await knex('workers').pluck('id')) {
    await removeWorker(knex, id, await clock());
  }
}

/** A file on a shared disk may be used from another host, of whose processes we know nothing. */
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
