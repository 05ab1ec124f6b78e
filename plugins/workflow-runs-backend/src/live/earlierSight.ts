import { Knex } from 'knex';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunRecord } from '../queries/runToWire';

/** Whether a reader could see a run before it changed. */
export type EarlierSight = (run: RunRecord, runs: AuthorizedRuns) => boolean;

/** Events that are looked for at once. */
const BATCH = 200;

/**
 * Finds out who could see runs before: each event tells what rules knew of its run then. Only they may hear
 * that it has left what they see.
 *
 * @param changed - by run, the number of the first event that has changed it
 */
export async function earlierSight(
  knex: Knex,
  runs: RunRecord[],
  changed: ReadonlyMap<string, number>,
): Promise<EarlierSight> {
  const auths = new Map<
    string,
    Pick<RunRecord, 'environment' | 'startedBy' | 'tags' | 'status'>
  >();
  for (let i = 0; i < runs.length; i += BATCH) {
    const rows: DatabaseRow[] = await knex('run_events')
      .whereIn(
        ['run_id', 'number'],
        runs.slice(i, i + BATCH).map(({ id }) => [id, changed.get(id)! - 1]),
      )
      .select('run_id', 'auth');
    for (const { run_id, auth } of rows) auths.set(run_id, JSON.parse(auth));
  }
  return (run, reader) => {
    const auth = auths.get(run.id);
    if (!auth) return false;
    const { environment, startedBy, tags, status } = auth;
    return reader.maySee({ ...run, environment, startedBy, tags, status });
  };
}
