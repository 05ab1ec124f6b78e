import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { anotherBackend, PATIENCE_MS } from './sqliteLock';
import { liveWorkers, removeWorker } from './workers';

/**
 * Takes a SQLite file over, which this process has locked: whoever is registered in it has died, and
 * its runs are ours. The lock says so of this machine. A backend of another one (a container that
 * was replaced, a shared disk) shows by a heartbeat that it lives, for which we wait a little longer
 * than the ten seconds between two of them.
 *
 * @throws Error where another backend uses the file
 */
export async function becomeSoleOwner(
  knex: Knex,
  clock: LeaseClock,
  options: { patienceMs?: number } = {},
): Promise<void> {
  const { patienceMs = PATIENCE_MS } = options;
  const deadline = Date.now() + patienceMs;
  const firstSeen = new Map<string, number>();
  for (;;) {
    const others = (await liveWorkers(knex, clock)).filter(
      ({ host }) => host !== hostname(),
    );
    for (const { id, heartbeat_at } of others) {
      if (!firstSeen.has(id)) firstSeen.set(id, heartbeat_at);
    }
    const rival = others.find(
      ({ id, heartbeat_at }) => heartbeat_at > firstSeen.get(id)!,
    );
    if (rival) throw anotherBackend(rival);
    if (others.length === 0 || Date.now() >= deadline) break;
    await sleep(Math.min(250, patienceMs));
  }
  for (const id of await knex('workers').pluck('id')) {
    await removeWorker(knex, id, await clock());
  }
}
