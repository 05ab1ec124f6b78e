import { Knex } from 'knex';
import { arrayOf } from '../../database/postgresArray';
import { isSqlite } from '../../database/isSqlite';
import type { Check } from './search';
import { Stretch } from './stretch';
import { Found, toPlaces } from './walk';

/** Looks at some runs one by one and keeps what passes the checks, in order: at most `limit` places. */
export async function among(
  knex: Knex,
  ids: readonly string[],
  checks: Check[],
  { order, descending, after, from, to }: Stretch,
  limit: number,
): Promise<Found> {
  if (ids.length === 0) return { places: [], horizon: null };
  const key = order === 'time' ? 'runs.ordered_at' : 'runs.duration_ms';
  const runs = knex
    .from(rowsOf(knex, ids))
    .select({ id: 'runs.id', key })
    .whereNotNull(key);
  if (from !== undefined) runs.where('runs.ordered_at', '>=', from);
  if (to !== undefined) runs.where('runs.ordered_at', '<', to);
  if (after) {
    runs.whereRaw(`(??, runs.id) ${descending ? '<' : '>'} (?, ?)`, [
      key,
      after.key,
      after.id,
    ]);
  }
  for (const check of checks) check(runs);
  const direction = descending ? 'desc' : 'asc';
  const inOrder = [key, 'runs.id'].map(column => ({
    column,
    order: direction,
  }));
  const places = toPlaces(await runs.orderBy(inOrder).limit(limit));
  return { places, horizon: null };
}

/** By their ids, so that nobody walks all runs in their order to find these few. */
function rowsOf(knex: Knex, ids: readonly string[]): Knex.Raw {
  return isSqlite(knex)
    ? knex.raw(
        'json_each(?) as wanted cross join runs on runs.id = wanted.value',
        [JSON.stringify(ids)],
      )
    : knex.raw(
        '(select * from runs where id = any(?::varchar[]) offset 0) as runs',
        [arrayOf([...ids])],
      );
}
