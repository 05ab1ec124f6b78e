import { Knex } from 'knex';
import { arrayOf } from '../database/postgresArray';
import { isSqlite } from '../database/isSqlite';
import { DatabaseRow } from '../queries/DatabaseRow';
import { givenRows } from './givenRows';
import { QUARTER_MS, Stretch } from './spans';

/** A stored sum. */
export interface Bucket {
  seriesId: number;
  /** When it begins, in epoch milliseconds. */
  at: number;
  /** Of a step, where it is one. */
  stepId: number;
  tally: Buffer;
}

/** The sums of some series, in one statement however many there are. */
export async function readBuckets(
  knex: Knex,
  table: 'statistics_buckets' | 'statistics_step_buckets',
  seriesIds: readonly number[],
  stretches: readonly Stretch[],
): Promise<Bucket[]> {
  if (seriesIds.length === 0 || stretches.length === 0) return [];
  const wanted = givenRows(
    knex,
    'stretch',
    { span: 'integer', first: 'integer', beyond: 'integer' },
    stretches.map(({ span, from, to }) => [span, from, to]),
  );
  const isOfSeries = isSqlite(knex)
    ? knex.raw('sums.series_id in (select value from json_each(?))', [
        JSON.stringify(seriesIds),
      ])
    : knex.raw('sums.series_id = any(?::integer[])', [arrayOf(seriesIds)]);
  const rows: DatabaseRow[] = await knex
    .from(wanted)
    .joinRaw(`cross join ${table} as sums`)
    .where(isOfSeries as unknown as Knex.QueryCallback)
    .whereRaw(
      'sums.span = stretch.span and sums.at >= stretch.first and sums.at < stretch.beyond',
    )
    .select('sums.*');
  return rows.map(row => ({
    seriesId: row.series_id,
    at: row.at * QUARTER_MS,
    stepId: row.step_id,
    tally: row.tally,
  }));
}
