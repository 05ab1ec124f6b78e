import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';

/** How long a turn of the event loop may go on asking, in milliseconds. */
const TURN_MS = 5;

/**
 * SQLite answers at once, so whoever asks it again and again goes round in promises and lets nothing
 * else have its turn: no request, no timer, no heartbeat. From now on, whoever asks in a turn of the
 * event loop that has lasted too long waits for the next one.
 */
export function takeTurns(knex: Knex): void {
  const { client } = knex;
  const acquire = client.acquireConnection.bind(client);
  let startedAt: number | undefined;
  const hasTime = () => {
    if (startedAt === undefined) {
      startedAt = performance.now();
      setImmediate(() => {
        startedAt = undefined;
      });
    }
    return performance.now() - startedAt < TURN_MS;
  };
  client.acquireConnection = async () => {
    while (!hasTime()) await new Promise(setImmediate);
    return acquire();
  };
}
