import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toNumberOrNull } from '../database/time';
import { OUTCOMES } from './contribution';
import { givenRows } from './givenRows';

/** Where a run stands among those of its workflow and environment. */
export interface PlaceInChain {
  chainId: number;
  endedAt: number;
  runId: string;
}

/** A run that completed, and how long it was after the first of the failures before it. */
export interface Recovery extends PlaceInChain {
  seriesId: number;
  baseId: number;
  /** Null where a success was before it, or nothing. */
  recoveryMs: number | null;
  /** What was known of that so far. */
  knownMs: number | null;
}

const PLACE = {
  chain_id: 'integer',
  ended_at: 'bigint',
  run_id: 'text',
} as const;

/** Comes before all runs of a chain. */
const BEGINNING = [-1, ''] as const;

/**
 * What runs have put an end to, where some have come, gone or changed: of all others, only the next success
 * behind each of these places can see another past.
 */
export async function recoveriesAround(
  trx: Knex.Transaction,
  places: readonly PlaceInChain[],
): Promise<Recovery[]> {
  if (places.length === 0) return [];
  const successes = await successesFrom(trx, places);
  if (successes.length === 0) return [];
  const failures = await firstFailures(trx, successes);
  return successes.map(({ before: _, ...success }) => {
    const failedAt = failures.get(success.runId);
    return {
      ...success,
      recoveryMs: failedAt === undefined ? null : success.endedAt - failedAt,
    };
  });
}

type Success = Omit<Recovery, 'recoveryMs'> & {
  /** The success before it. */
  before: readonly [endedAt: number, runId: string];
};

/** The first success at or behind each place, with the one before it. */
async function successesFrom(
  trx: Knex.Transaction,
  places: readonly PlaceInChain[],
): Promise<Success[]> {
  const found: DatabaseRow[] = await trx
    .from(givenRows(trx, 'place', PLACE, places.map(valuesOf)))
    .joinRaw(
      `cross join statistics_runs as success where success.run_id in (${nextSuccess(
        '>=',
      )}, ${nextSuccess('>')})`,
    )
    .select('success.*');
  const successes = [...new Map(found.map(row => [row.run_id, row])).values()];
  const before = await successesBefore(trx, successes.map(toPlace));
  return successes.map(row => ({
    ...toPlace(row),
    seriesId: row.series_id,
    baseId: row.base_id,
    knownMs: toNumberOrNull(row.recovery_ms),
    before: before.get(row.run_id) ?? BEGINNING,
  }));
}

/** A statement that finds the id of the first success behind a place. */
function nextSuccess(behind: '>' | '>='): string {
  return `(
    select next.run_id from statistics_runs as next
    where next.chain_id = place.chain_id and next.outcome = ${OUTCOMES.completed}
      and (next.ended_at, next.run_id) ${behind} (place.ended_at, place.run_id)
    order by next.ended_at, next.run_id limit 1
  )`;
}

async function successesBefore(
  trx: Knex.Transaction,
  places: PlaceInChain[],
): Promise<Map<string, readonly [number, string]>> {
  if (places.length === 0) return new Map();
  const rows: DatabaseRow[] = await trx
    .from(givenRows(trx, 'place', PLACE, places.map(valuesOf)))
    .joinRaw(
      `cross join statistics_runs as success where success.run_id = (
         select last.run_id from statistics_runs as last
         where last.chain_id = place.chain_id and last.outcome = ${OUTCOMES.completed}
           and (last.ended_at, last.run_id) < (place.ended_at, place.run_id)
         order by last.ended_at desc, last.run_id desc limit 1
       )`,
    )
    .select({
      of: 'place.run_id',
      run_id: 'success.run_id',
      ended_at: 'success.ended_at',
    });
  return new Map(
    rows.map(row => [row.of, [Number(row.ended_at), row.run_id] as const]),
  );
}

/** When the first run failed between each success and the one before it. */
async function firstFailures(
  trx: Knex.Transaction,
  successes: Success[],
): Promise<Map<string, number>> {
  const columns = { ...PLACE, after_at: 'bigint', after_id: 'text' } as const;
  const rows: DatabaseRow[] = await trx
    .from(
      givenRows(
        trx,
        'place',
        columns,
        successes.map(success => [...valuesOf(success), ...success.before]),
      ),
    )
    .select('place.run_id')
    .select({
      failed_at: trx.raw(
        `(select failure.ended_at from statistics_runs as failure
          where failure.chain_id = place.chain_id and failure.outcome = ${OUTCOMES.failed}
            and (failure.ended_at, failure.run_id) > (place.after_at, place.after_id)
            and (failure.ended_at, failure.run_id) < (place.ended_at, place.run_id)
          order by failure.ended_at, failure.run_id limit 1)`,
      ),
    });
  return new Map(
    rows
      .filter(row => row.failed_at !== null)
      .map(row => [row.run_id, Number(row.failed_at)]),
  );
}

function valuesOf({ chainId, endedAt, runId }: PlaceInChain) {
  return [chainId, endedAt, runId];
}

function toPlace(row: DatabaseRow): PlaceInChain {
  return {
    chainId: row.chain_id,
    endedAt: Number(row.ended_at),
    runId: row.run_id,
  };
}
