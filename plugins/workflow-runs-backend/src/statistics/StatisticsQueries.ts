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
import { readSeries, Series } from './readSeries';
import { MAX_SCANNED, Scan, scanRuns } from './scanRuns';
import { coverOf, quarterOf, Stretch } from './spans';
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
    const fresh = await freshAt(knex, now);
    const series = await readSeries(knex, query, visibility);
    const whole = series.filter(({ sight }) => sight === true);
    const partly = series.filter(({ sight }) => sight === undefined);
    const sums = new Sums(window.points);
    await this.#addBuckets(sums, whole, window);
    const longest = await longestRuns(knex, whole, window, sums);
    const scan = await scanRuns(
      knex,
      partly,
      { from: previousOf(window).from, to: window.to },
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
      ...(await this.#answer(sums, series, window)),
      longest: [...longest, ...longestScanned(scan, partly, window)]
        .sort((a, b) => b.durationMs - a.durationMs)
        .slice(0, MAX_LONGEST),
      coverage: coverageOf(scan),
    };
  }

  async #addBuckets(
    sums: Sums,
    series: readonly Series[],
    window: Window,
  ): Promise<void> {
    const { knex } = this;
    const ids = series.map(({ id }) => id);
    const byPoints = joined(window.points.flatMap(coverBetween));
    for (const { seriesId, at, tally } of await readBuckets(
      knex,
      'statistics_buckets',
      ids,
      byPoints,
    )) {
      sums.addRuns(seriesId, at, each => each.addStored(tally));
    }
    for (const { tally } of await readBuckets(
      knex,
      'statistics_buckets',
      ids,
      coverBetween(previousOf(window)),
    )) {
      sums.previous.addStored(tally);
    }
    for (const { stepId, tally } of await readBuckets(
      knex,
      'statistics_step_buckets',
      ids,
      coverBetween(window),
    )) {
      sums.addSteps(stepId, each => each.addStored(tally));
    }
  }

  async #answer(
    sums: Sums,
    series: readonly Series[],
    window: Window,
  ): Promise<Omit<Statistics, 'longest' | 'coverage' | TimeField>> {
    const { total } = sums;
    const workflows = sums.group(series, ({ workflow }) => workflow.id);
    const versions = sums.group(series, ({ workflow, version }) =>
      JSON.stringify([workflow.id, version]),
    );
    const environments = sums.group(series, ({ environment }) => environment);
    const figures = toFigures(total);
    return {
      total: figures,
      previous: toFigures(sums.previous),
      series: window.points.map((point, index) =>
        toPoint(point, sums.points[index]),
      ),
      workflows: mostRuns(workflows).map(({ first, tally }) => ({
        workflow: first.workflow,
        figures: toFigures(tally),
      })),
      versions: mostRuns(versions).map(({ first, tally }) => ({
        workflow: first.workflow,
        version: first.version,
        figures: toFigures(tally),
      })),
      environments: mostRuns(environments).map(({ first, tally }) => ({
        environment: first.environment,
        figures: toFigures(tally),
      })),
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

type TimeField = 'from' | 'to' | 'timeZone' | 'interval' | 'freshAt';

function previousOf({ from, to }: Window) {
  return { from: from - (to - from), to: from };
}

function coverBetween({ from, to }: { from: number; to: number }): Stretch[] {
  return coverOf(quarterOf(from), quarterOf(to));
}

/** What follows on another of the same length is read with it. */
function joined(stretches: Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all[all.length - 1];
    if (last && last.span === stretch.span && last.to === stretch.from) {
      last.to = stretch.to;
    } else all.push({ ...stretch });
  }
  return all;
}

function addScanned(sums: Sums, { runs }: Scan, window: Window): void {
  for (const { seriesId, endedAt, contribution } of runs) {
    if (endedAt < window.from) {
      sums.previous.add(contribution.run);
      continue;
    }
    sums.addRuns(seriesId, endedAt, tally => tally.add(contribution.run));
    for (const [stepId, tally] of contribution.steps) {
      sums.addSteps(stepId, each => each.add(tally));
    }
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
