import { measure } from './measure.mjs';
import { Places } from './places.mjs';

/**
 * Has a worker do the same on an empty SQLite and on an empty PostgreSQL, one after the other.
 *
 * @param {string} worker as `buildWorker` has built it
 * @param {object} task for the worker, which gets its `place`, too
 * @param {{ doing: string, patienceMs: number }} options
 * @returns what the worker has measured, with the `kind` of the database
 */
export async function onBothDatabases(worker, task, { doing, patienceMs }) {
  const places = await Places.open();
  const results = [];
  try {
    for (const kind of ['sqlite', 'postgres']) {
      console.log(`… ${doing} on ${kind}`);
      const place = await places.create(kind);
      const measured = await measure(
        worker,
        { place, ...task },
        { patienceMs },
      );
      results.push({ kind, ...measured });
      await places.remove(place);
    }
  } finally {
    await places.close();
  }
  return results;
}
