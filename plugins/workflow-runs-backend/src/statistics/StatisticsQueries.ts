import { Knex } from 'knex';
import {
  Statistics,
  StatisticsQuery,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { Visibility } from '../queries/condition';
import { coverageOf } from './coverageOf';
import { freshAt } from './freshAt';
import { longestRuns, LongRun, MAX_LONGEST } from './longestRuns';
import { readSeries, Series } from './readSeries';
import { addBuckets, addScanned, previousOf } from './readSums';
import { MAX_SCANNED, Scan, scanRuns } from './scanRuns';
import { FEW_SPANS, SPANS } from './spans';
import { Sums } from './Sums';
import { toStatistics } from './toStatistics';
import { Window, windowOf } from './window';

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
    await addBuckets(
      knex,
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
      ...(await toStatistics(knex, sums, { series, versions }, window)),
      longest: [...longest, ...longestScanned(scan, partly, window)]
        .sort((a, b) => b.durationMs - a.durationMs)
        .slice(0, MAX_LONGEST),
      coverage: coverageOf(scan),
    };
  }
}

function isWhole({ sight }: Series): boolean {
  return sight === true;
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
