import { Knex } from 'knex';
import { mostRuns } from './mostRuns';
import { Point } from './points';
import { readBuckets } from './readBuckets';
import { Series } from './readSeries';
import { Scan } from './scanRuns';
import { addStretch, coverOf, FEW_SPANS, quarterOf, Stretch } from './spans';
import { Sums } from './Sums';
import { Window } from './window';

/** Series of all versions together, or of those that were asked for; and each version for itself. */
export interface SeenSeries {
  series: readonly Series[];
  versions: readonly Series[];
}

/**
 * Adds what is stored of series that are seen whole.
 *
 * @param spans - how long the buckets are that there are of the series
 */
export async function addBuckets(
  knex: Knex,
  sums: Sums,
  { series, versions }: SeenSeries,
  { window, spans }: { window: Window; spans: readonly number[] },
): Promise<void> {
  const seriesIds = series.map(({ id }) => id);
  await readBuckets(
    knex,
    'tally',
    { seriesIds, stretches: coverOfPoints(window.points, spans) },
    ({ seriesId, at, stored }) =>
      sums.addRuns(seriesId, at, tally => tally.addStored(stored)),
  );
  await readBuckets(
    knex,
    'tally',
    { seriesIds, stretches: coverBetween(previousOf(window), spans) },
    ({ stored }) => sums.previous.addStored(stored),
  );
  const busiest = busiestOf(sums, series);
  const stretches = coverBetween(window, FEW_SPANS);
  await readBuckets(
    knex,
    'steps',
    { seriesIds: idsOf(series, busiest), stretches },
    ({ stored }) => sums.steps.addStored(stored),
  );
  await readBuckets(
    knex,
    'tally',
    { seriesIds: idsOf(versions, busiest), stretches },
    ({ seriesId, stored }) =>
      sums.versions.add(seriesId, tally => tally.addStored(stored)),
  );
}

/** Adds the runs that were looked at one by one. */
export function addScanned(sums: Sums, { runs }: Scan, window: Window): void {
  for (const { seriesId, versionId, endedAt, contribution } of runs) {
    const { run, steps } = contribution;
    if (endedAt < window.from) {
      sums.previous.add(run);
      continue;
    }
    sums.addRuns(seriesId, endedAt, tally => tally.add(run));
    sums.versions.add(versionId, tally => tally.add(run));
    sums.steps.add(steps);
  }
}

/** The time of the same length before. */
export function previousOf({ from, to }: Window) {
  return { from: from - (to - from), to: from };
}

/** Of the others, neither steps nor versions are told. */
function busiestOf(sums: Sums, series: readonly Series[]): Set<string> {
  const workflows = sums.series.group(series, ({ workflow }) => workflow.id);
  return new Set(mostRuns(workflows).map(({ first }) => first.workflow.id));
}

function idsOf(
  series: readonly Series[],
  workflowIds: ReadonlySet<string>,
): number[] {
  return series
    .filter(({ workflow }) => workflowIds.has(workflow.id))
    .map(({ id }) => id);
}

function coverBetween(
  { from, to }: Point,
  spans: readonly number[],
): Stretch[] {
  return coverOf(quarterOf(from), quarterOf(to), spans);
}

/** No bucket is of two points. */
export function coverOfPoints(
  points: readonly Point[],
  spans: readonly number[],
): Stretch[] {
  const all: Stretch[] = [];
  for (const point of points) {
    for (const stretch of coverBetween(point, spans)) addStretch(all, stretch);
  }
  return all;
}
