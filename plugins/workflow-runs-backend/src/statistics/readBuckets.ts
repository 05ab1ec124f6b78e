import { setImmediate } from 'node:timers/promises';
import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { DatabaseRow } from '../queries/DatabaseRow';
import { givenRows } from './givenRows';
import { QUARTER_MS, Stretch } from './spans';

/** A stored sum. */
export interface Bucket {
  seriesId: number;
  /** When it begins, in epoch milliseconds. */
  at: number;
  /** What is asked for: of the runs, or of their steps. */
  stored: Buffer;
}

/** Of one series, and one stretch of it. */
const WANTED =
  'series_id = series.id and span = stretch.length and at >= stretch.first and at < stretch.beyond';

/** Sums that one statement reads, at most, where they are all there. */
const ROWS = { sqlite: 5_000, postgres: 100_000 };

/** Reads the sums of some series: in one statement, unless there are so many that others would wait for it. */
export async function readBuckets(
  knex: Knex,
  column: 'tally' | 'steps',
  { seriesIds, stretches }: WantedBuckets,
  visit: (bucket: Bucket) => void,
): Promise<void> {
  if (stretches.length === 0) return;
  const each = stretches.reduce(
    (sum, { span, from, to }) => sum + (to - from) / span,
    0,
  );
  const most = isSqlite(knex) ? ROWS.sqlite : ROWS.postgres;
  const length = Math.max(1, Math.floor(most / each));
  for (let from = 0; from < seriesIds.length; from += length) {
    // With SQLite, nothing else has had a turn.
    if (from > 0) await setImmediate();
    const ids = seriesIds.slice(from, from + length);
    for (const bucket of await readSome(knex, column, ids, stretches)) {
      visit(bucket);
    }
  }
}

/** Which sums are wanted. */
export interface WantedBuckets {
  seriesIds: readonly number[];
  stretches: readonly Stretch[];
}

async function readSome(
  knex: Knex,
  column: 'tally' | 'steps',
  seriesIds: readonly number[],
  stretches: readonly Stretch[],
): Promise<Bucket[]> {
  const series = givenRows(
    knex,
    'series',
    { id: 'integer' },
    seriesIds.map(id => [id]),
  );
  const stretch = givenRows(
    knex,
    'stretch',
    { length: 'integer', first: 'integer', beyond: 'integer' },
    stretches.map(({ span, from, to }) => [span, from, to]),
  );
  // Stretch by stretch, along the key: PostgreSQL would rather read all sums of a series to join them.
  const sums = isSqlite(knex)
    ? `statistics_buckets as sums where ${WANTED}`
    : `lateral (select * from statistics_buckets where ${WANTED} offset 0) as sums where true`;
  const rows: DatabaseRow[] = await knex
    .from(series)
    .joinRaw('cross join ?', [stretch as unknown as Knex.Value])
    .joinRaw(`cross join ${sums}`)
    .select('sums.series_id', 'sums.at', `sums.${column} as stored`);
  return rows
    .filter(row => row.stored !== null)
    .map(row => ({
      seriesId: row.series_id,
      at: row.at * QUARTER_MS,
      stored: row.stored,
    }));
}
