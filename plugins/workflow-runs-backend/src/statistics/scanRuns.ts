import { Knex } from 'knex';
import { Visibility, whereRun } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { isOneOf } from './givenRows';
import { Point } from './points';
import { Series } from './readSeries';
import { fromStored, StoredContribution } from './StoredContribution';

/** Runs that are looked at for one answer; those beyond are left out, and the answer says so. */
export const MAX_SCANNED = 10_000;
/** Runs that one statement reads. */
const PAGE = 1_000;
/** Where to look first; what is older is looked for in ever longer stretches. */
const FIRST_STRETCH_MS = 3_600_000;
const GROWTH = 4;

/** A run that was looked at, and may be seen. */
export interface ScannedRun {
  runId: string;
  /** Its series, and that of its version. */
  seriesId: number;
  versionId: number;
  endedAt: number;
  contribution: StoredContribution;
}

/** What was looked at run by run. */
export interface Scan {
  runs: ScannedRun[];
  /** Runs that ended before then were not looked at; null where all were. */
  searchedBackTo: number | null;
}

type Counted = Pick<DatabaseRow, 'run_id' | 'of' | 'series_id' | 'tally'> & {
  ended_at: number;
};

/** Series, and by which column runs are of them. */
export interface ChosenSeries {
  series: readonly Series[];
  column: 'series_id' | 'base_id';
}

/**
 * Looks at the runs of some series one by one, the newest first: which of them may be seen, their series
 * does not tell. Runs that have been removed cannot be looked at, and are not seen.
 */
export async function scanRuns(
  knex: Knex,
  chosen: ChosenSeries,
  { from, to }: Point,
  visibility: Visibility,
  max = MAX_SCANNED,
): Promise<Scan> {
  const runs: ScannedRun[] = [];
  if (chosen.series.length === 0) return { runs, searchedBackTo: null };
  let looked = 0;
  let beyond: [number, string] = [to, ''];
  let length = FIRST_STRETCH_MS;
  while (beyond[0] > from) {
    const first = Math.max(from, beyond[0] - length);
    const wanted = Math.min(PAGE, max - looked);
    const page = await countedBefore(knex, chosen, first, beyond, wanted);
    looked += page.length;
    runs.push(...(await visibleOf(knex, page, visibility)));
    if (page.length < wanted) {
      beyond = [first, ''];
      length *= GROWTH;
      continue;
    }
    const last = page[page.length - 1];
    if (looked >= max) return { runs, searchedBackTo: last.ended_at };
    beyond = [last.ended_at, last.run_id];
  }
  return { runs, searchedBackTo: null };
}

/** Runs that ended in some time, before the place of another one. */
async function countedBefore(
  knex: Knex,
  { series, column }: ChosenSeries,
  first: number,
  beyond: [endedAt: number, runId: string],
  limit: number,
): Promise<Counted[]> {
  const rows: DatabaseRow[] = await knex('statistics_runs')
    .where(
      isOneOf(knex, 'chain_id', 'integer', [
        ...new Set(series.map(({ chainId }) => chainId)),
      ]),
    )
    .where(
      isOneOf(
        knex,
        column,
        'integer',
        series.map(({ id }) => id),
      ),
    )
    .where('ended_at', '>=', first)
    .whereRaw('(ended_at, run_id) < (?, ?)', beyond)
    .orderBy([
      { column: 'ended_at', order: 'desc' },
      { column: 'run_id', order: 'desc' },
    ])
    .limit(limit)
    .select('run_id', `${column} as of`, 'series_id', 'ended_at', 'tally');
  return rows.map(row => ({
    run_id: row.run_id,
    of: row.of,
    series_id: row.series_id,
    tally: row.tally,
    ended_at: Number(row.ended_at),
  }));
}

async function visibleOf(
  knex: Knex,
  page: Counted[],
  visibility: Visibility,
): Promise<ScannedRun[]> {
  if (page.length === 0) return [];
  const ids = page.map(({ run_id }) => run_id);
  const visible = new Set<string>(
    await whereRun(knex('runs').whereIn('runs.id', ids), visibility).pluck(
      'runs.id',
    ),
  );
  return page
    .filter(({ run_id }) => visible.has(run_id))
    .map(row => ({
      runId: row.run_id,
      seriesId: row.of,
      versionId: row.series_id,
      endedAt: row.ended_at,
      contribution: fromStored(row.tally),
    }));
}
