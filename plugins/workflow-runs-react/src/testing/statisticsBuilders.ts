import {
  Durations,
  Figures,
  Statistics,
  StatisticsPoint,
} from 'backstage-plugin-workflow-runs-common';

const HOUR_MS = 3_600_000;
/** The week before the runs of the builders start. */
const TO = Date.UTC(2026, 10, 20, 14, 30);
const FROM = TO - 7 * 24 * HOUR_MS;

const iso = (time: number) => new Date(time).toISOString();
const shareOf = (count: number, of: number) => (of === 0 ? null : count / of);

/**
 * What so many runs come to, of which all that completed did so at once; say what differs.
 *
 * @public
 */
export function aFigures(
  overrides: Partial<Figures> = {},
  durations: Durations | null = null,
): Figures {
  const { completed = 0, failed = 0, canceled = 0 } = overrides;
  const { firstPass = completed, retries = { expected: 0, unexpected: 0 } } =
    overrides;
  const runs = completed + failed + canceled;
  const judged = completed + failed;
  return {
    runs,
    completed,
    failed,
    canceled,
    partial: 0,
    successRate: shareOf(completed, judged),
    failureRate: shareOf(failed, judged),
    firstPass,
    firstPassRate: shareOf(firstPass, judged),
    retries,
    retriesPer100:
      runs === 0
        ? null
        : ((retries.expected + retries.unexpected) / runs) * 100,
    errors: failed,
    sla: { met: 0, breached: 0, rate: null },
    duration: durations,
    mttr: { episodes: 0, meanMs: null },
    usage: { tokens: null, computeMs: null, runs: 0 },
    effectiveness: { accuracy: null, throughputDelta: null, experience: null },
    ...overrides,
  };
}

/** How long so many runs took, most of them about as long as half of them. @public */
export function aDuration(n: number, p50Ms: number): Durations {
  return {
    n,
    meanMs: p50Ms * 1.1,
    p50Ms,
    p95Ms: p50Ms * 2,
    p99Ms: p50Ms * 3,
    minMs: p50Ms / 2,
    maxMs: p50Ms * 4,
  };
}

/** Statistics in which no run has ended; say what differs. @public */
export function aStatistics(overrides: Partial<Statistics> = {}): Statistics {
  const { from = iso(FROM), to = iso(TO), total = aFigures() } = overrides;
  return {
    from,
    to,
    timeZone: 'UTC',
    interval: 'day',
    freshAt: to,
    total,
    previous: aFigures(),
    series: [],
    workflows: [],
    versions: [],
    environments: [],
    steps: [],
    taskQueues: [],
    errors: [],
    longest: [],
    totals: { workflows: total.runs > 0 ? 1 : 0, runs: total.runs },
    coverage: { exact: true, scannedRuns: 0, skipped: null },
    ...overrides,
  };
}

/**
 * A series without gaps that ends with a time, a point for each of the given figures.
 *
 * @param to - ISO 8601
 * @public
 */
export function aSeries(
  to: string,
  lengthMs: number,
  figures: readonly Figures[],
): StatisticsPoint[] {
  const end = Date.parse(to);
  return figures.map(({ mttr, usage, ...point }, index) => ({
    ...point,
    from: iso(end - (figures.length - index) * lengthMs),
    to: iso(end - (figures.length - index - 1) * lengthMs),
  }));
}
