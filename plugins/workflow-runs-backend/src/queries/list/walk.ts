import { Knex } from 'knex';
import { DatabaseRow } from '../DatabaseRow';
import { Scan } from './Scan';
import { Check, Search } from './search';
import { compare, Place, Stretch } from './stretch';

/** How many rows a query looks at that do not pass, before it gives up for now. */
export interface ScanBudget {
  /** All branches of a walk together. */
  rows: number;
  /** Each branch, however many there are. */
  perBranch: number;
  /** Runs in which a text was found, before it is only one of the things that each has to fit. */
  found: number;
}
export const SCAN_BUDGET: ScanBudget = {
  rows: 20_000,
  perBranch: 100,
  found: 5_000,
};

/** What a walk may look at. */
type WalkBudget = Pick<ScanBudget, 'rows' | 'perBranch'>;

/** What is spent on an index to see whether it leads somewhere, before any is given the whole. */
export function probeOf({ rows, perBranch }: WalkBudget): WalkBudget {
  return { rows: Math.ceil(rows / 20), perBranch: Math.ceil(perBranch / 5) };
}

/** What a walk has found. */
export interface Found {
  places: Place[];
  /** How far all walks have looked, where one of them has not come to its end. */
  horizon: Place | null;
}

/**
 * Walks along an index and keeps what passes the checks: at most `limit` places, in order, without
 * repetition. Where rows are looked at that do not pass, there is an end to it.
 */
export async function walk(
  knex: Knex,
  { driver, checks: open }: Search,
  stretch: Stretch,
  { limit, budget: { rows, perBranch } }: { limit: number; budget: WalkBudget },
): Promise<Found> {
  if (driver.prefixes.length === 0) return { places: [], horizon: null };
  const checks = [...open, ...timeChecks(stretch)];
  const scan = new Scan(knex, driver, stretch);
  if (checks.length === 0) {
    return { places: toPlaces(await scan.first(limit)), horizon: null };
  }
  const budget = Math.max(perBranch, Math.floor(rows / driver.prefixes.length));
  const places = toPlaces(await scan.passing(checks, limit, budget));
  // One walk that has found enough has not come to its budget, or does not matter.
  if (places.length === limit && driver.prefixes.length === 1)
    return { places, horizon: null };
  const [row] = await scan.horizon(budget);
  const horizon = row ? toPlaces([row])[0] : null;
  const isWithin = (place: Place) =>
    !horizon || compare(place, horizon, stretch.descending) <= 0;
  return { places: places.filter(isWithin), horizon };
}

/** Times bound the index that is ordered by them, and are looked at in any other. */
function timeChecks({ order, from, to }: Stretch): Check[] {
  if (order === 'time') return [];
  const checks: Check[] = [];
  if (from !== undefined)
    checks.push(query => query.where('runs.ordered_at', '>=', from));
  if (to !== undefined)
    checks.push(query => query.where('runs.ordered_at', '<', to));
  return checks;
}

/** Places from rows of ids and keys. */
export function toPlaces(rows: DatabaseRow[]): Place[] {
  return rows.map(({ key, id }) => ({ key: Number(key), id }));
}
