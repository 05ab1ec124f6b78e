import { Knex } from 'knex';
import {
  errorCategorySchema,
  Statistics,
  StatisticsQuery,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { Visibility } from '../queries/condition';
import { freshAt } from './freshAt';
import { longestRuns, LongRun, MAX_LONGEST } from './longestRuns';
import { readBuckets } from './readBuckets';
import { Point } from './points';
import { readSeries, Series } from './readSeries';
import { MAX_SCANNED, Scan, scanRuns } from './scanRuns';
import {
  addStretch,
  coverOf,
  FEW_SPANS,
  quarterOf,
  SPANS,
  Stretch,
} from './spans';
import { stepsOf } from './stepsOf';
import { Sums } from './Sums';
import { RunTally } from './Tally';
import { toFigures, toPoint } from './toFigures';
import { Window, windowOf } from './window';

/** Workflows, versions and environments that are told, each. */
const MAX_GROUPS = 50;

/**
 * Sums up runs without reading them. What a reader may see is decided for each series; where that depends
 * on the run, runs are looked at, and never more is told than was.
 */
export class StatisticsQueries {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
    /** Runs that are looked at one by one, at most. */
    private readonly maxScanned = MAX_SCANNED,
  ) {}

  /** @throws InvalidInput where the time cannot be asked for */
  async sumUp(
    query: StatisticsQuery,
    visibility: Visibility,
  ): Promise<Statistics> {
    const { knex } = this;
    const now = this.now();
    const window = windowOf(query, now);
    const times = { from: previousOf(window).from, to: window.to };
    const fresh = await freshAt(knex, now);
    const all = await readSeries(knex, query, times, visibility);
    const versions = all.filter(({ version }) => version !== null);
    const isOfVersions = query.version !== undefined;
    const column = isOfVersions ? 'series_id' : 'base_id';
    const series = isOfVersions
      ? versions
      : all.filter(({ version }) => version === null);
    const sums = new Sums(window.points);
    await this.#addBuckets(
      sums,
      { series: series.filter(isWhole), versions: versions.filter(isWhole) },
      { window, spans: isOfVersions ? FEW_SPANS : SPANS },
    );
    const longest = await longestRuns(
      knex,
      { series: series.filter(isWhole), column },
      window,
      sums.series,
    );
    const partly = series.filter(each => !isWhole(each));
    const scan = await scanRuns(
      knex,
      { series: partly, column },
      times,
      visibility,
      this.maxScanned,
    );
    addScanned(sums, scan, window);
    return {
      from: toIso(window.from),
      to: toIso(window.to),
      timeZone: window.timeZone,
      interval: window.interval,
      freshAt: toIsoOrNull(fresh),
      ...(await this.#answer(sums, { series, versions }, window)),
      longest: [...longest, ...longestScanned(scan, partly, window)]
        .sort((a, b) => b.durationMs - a.durationMs)
        .slice(0, MAX_LONGEST),
      coverage: coverageOf(scan),
    };
  }

  async #addBuckets(
    sums: Sums,
    { series, versions }: SeenSeries,
    { window, spans }: { window: Window; spans: readonly number[] },
  ): Promise<void> {
    const { knex } = this;
    const ids = series.map(({ id }) => id);
    const previous = coverBetween(previousOf(window), spans);
    for (const { seriesId, at, stored } of await readBuckets(
      knex,
      'tally',
      ids,
      coverOfPoints(window, spans),
    )) {
      sums.addRuns(seriesId, at, tally => tally.addStored(stored));
    }
    for (const { stored } of await readBuckets(knex, 'tally', ids, previous)) {
      sums.previous.addStored(stored);
    }
    const few = coverBetween(window, FEW_SPANS);
    for (const { stored } of await readBuckets(knex, 'steps', ids, few)) {
      sums.steps.addStored(stored);
    }
    const versionIds = versions.map(({ id }) => id);
    for (const { seriesId, stored } of await readBuckets(
      knex,
      'tally',
      versionIds,
      few,
    )) {
      sums.versions.add(seriesId, tally => tally.addStored(stored));
    }
  }

  async #answer(
    sums: Sums,
    { series, versions }: SeenSeries,
    window: Window,
  ): Promise<Omit<Statistics, 'longest' | 'coverage' | TimeField>> {
    const { total } = sums.series;
    const figures = toFigures(total);
    const workflows = sums.series.group(series, ({ workflow }) => workflow.id);
    const environments = sums.series.group(
      series,
      ({ environment }) => environment,
    );
    return {
      total: figures,
      previous: toFigures(sums.previous),
      series: window.points.map((point, index) =>
        toPoint(point, sums.points[index]),
      ),
      workflows: mostRuns(workflows).map(({ first: { workflow }, tally }) => ({
        workflow,
        figures: toFigures(tally),
      })),
      versions: mostRuns(
        sums.versions.group(versions, ({ workflow, version }) =>
          JSON.stringify([workflow.id, version]),
        ),
      ).map(({ first: { workflow, version }, tally }) => ({
        workflow,
        version: version!,
        figures: toFigures(tally),
      })),
      environments: mostRuns(environments).map(
        ({ first: { environment }, tally }) => ({
          environment,
          figures: toFigures(tally),
        }),
      ),
      steps: await stepsOf(
        this.knex,
        sums.steps,
        new Map(series.map(({ workflow }) => [workflow.id, workflow])),
      ),
      errors: errorsOf(total),
      totals: {
        workflows: workflows.filter(({ tally }) => runsOf(tally) > 0).length,
        runs: figures.runs,
      },
    };
  }
}

/** Series of all versions together, or of those that were asked for; and each version for itself. */
interface SeenSeries {
  series: readonly Series[];
  versions: readonly Series[];
}

function isWhole({ sight }: Series): boolean {
  return sight === true;
}

type TimeField = 'from' | 'to' | 'timeZone' | 'interval' | 'freshAt';

function previousOf({ from, to }: Window) {
  return { from: from - (to - from), to: from };
}

function coverBetween(
  { from, to }: Point,
  spans: readonly number[],
): Stretch[] {
  return coverOf(quarterOf(from), quarterOf(to), spans);
}

/** No bucket is of two points. */
function coverOfPoints(
  { points }: Window,
  spans: readonly number[],
): Stretch[] {
  const all: Stretch[] = [];
  for (const point of points) {
    for (const stretch of coverBetween(point, spans)) addStretch(all, stretch);
  }
  return all;
}

function addScanned(sums: Sums, { runs }: Scan, window: Window): void {
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

function longestScanned(
  { runs }: Scan,
  series: readonly Series[],
  { from }: Window,
): LongRun[] {
  const byId = new Map(series.map(each => [each.id, each]));
  return runs
    .filter(({ endedAt }) => endedAt >= from)
    .filter(({ contribution }) => contribution.run.get('completed') > 0)
    .map(({ runId, seriesId, endedAt, contribution }) => ({
      runId,
      workflow: byId.get(seriesId)!.workflow,
      durationMs: contribution.run.get('durationMs'),
      completedAt: toIso(endedAt),
    }));
}

function coverageOf({ runs, searchedBackTo }: Scan): Statistics['coverage'] {
  const skipped =
    searchedBackTo === null
      ? null
      : `Runs that ended before ${toIso(
          searchedBackTo,
        )}, of those that have to be looked at one by one`;
  return { exact: skipped === null, scannedRuns: runs.length, skipped };
}

function runsOf(tally: RunTally): number {
  return tally.get('completed') + tally.get('failed') + tally.get('canceled');
}

function mostRuns<G extends { tally: RunTally }>(groups: G[]): G[] {
  return groups
    .map(group => ({ group, runs: runsOf(group.tally) }))
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs)
    .slice(0, MAX_GROUPS)
    .map(({ group }) => group);
}

function errorsOf(total: RunTally): Statistics['errors'] {
  return errorCategorySchema.options
    .map(category => ({ category, count: total.get(`failed:${category}`) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
