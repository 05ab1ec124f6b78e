import { Knex } from 'knex';
import { READER } from './StatisticsReader';

/**
 * Everything that was recorded until then is counted, in epoch milliseconds; null where nothing has been
 * read yet.
 */
export async function freshAt(knex: Knex, now: number): Promise<number | null> {
  const cursor = await knex('cursors')
    .where({ name: READER })
    .first('position');
  if (!cursor) return null;
  const next = await knex('run_events')
    .where('position', '>', Number(cursor.position))
    .orderBy('position')
    .first('recorded_at');
  return next ? Math.min(now, Number(next.recorded_at)) : now;
}
