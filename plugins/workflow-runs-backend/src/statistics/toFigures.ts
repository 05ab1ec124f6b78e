import {
  Durations,
  Figures,
  ReportedMean,
  StatisticsPoint,
} from 'backstage-plugin-workflow-runs-common';
import { Bins } from './Bins';
import { REPORT_PARTS } from './contribution';
import { RunTally } from './Tally';

/** What a tally of runs says. */
export function toFigures(tally: RunTally): Figures {
  const completed = tally.get('completed');
  const failed = tally.get('failed');
  const canceled = tally.get('canceled');
  const judged = completed + failed;
  const runs = judged + canceled;
  const firstPass = tally.get('firstPass');
  const expected = tally.get('retriesExpected');
  const unexpected = tally.get('retriesUnexpected');
  const met = tally.get('slaMet');
  const breached = tally.get('slaBreached');
  const episodes = tally.get('episodes');
  return {
    runs,
    completed,
    failed,
    canceled,
    partial: tally.get('partial'),
    successRate: ratio(completed, judged),
    failureRate: ratio(failed, judged),
    firstPass,
    firstPassRate: ratio(firstPass, judged),
    retries: { expected, unexpected },
    retriesPer100: ratio(100 * (expected + unexpected), runs),
    errors: tally.get('errors'),
    sla: { met, breached, rate: ratio(met, met + breached) },
    duration: toDurations(tally.bins, tally.get('durationMs')),
    mttr: { episodes, meanMs: ratio(tally.get('recoveryMs'), episodes) },
    usage: {
      tokens: tally.get('tokensRuns') > 0 ? tally.get('tokens') : null,
      computeMs: tally.get('computeRuns') > 0 ? tally.get('computeMs') : null,
      runs: tally.get('usageRuns'),
    },
    effectiveness: {
      accuracy: toMean(tally, 'accuracy'),
      throughputDelta: toMean(tally, 'throughputDelta'),
      experience: toMean(tally, 'experience'),
    },
  };
}

/** The same for a point of a series, which says less. */
export function toPoint(
  { from, to }: { from: number; to: number },
  tally: RunTally,
): StatisticsPoint {
  const { mttr: _, usage: __, ...figures } = toFigures(tally);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...figures,
  };
}

/** @param totalMs - of all that is in the bins */
export function toDurations(bins: Bins, totalMs: number): Durations | null {
  const n = bins.total;
  if (n === 0) return null;
  const meanMs = totalMs / n;
  // Of a single one it is known to the millisecond.
  const quantile = (part: number) =>
    n === 1 ? meanMs : bins.quantile(part, n);
  return {
    n,
    meanMs,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    minMs: quantile(0),
    maxMs: quantile(1),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function toMean(
  tally: RunTally,
  name: 'accuracy' | 'throughputDelta' | 'experience',
): ReportedMean {
  const n = tally.get(`${name}Runs`);
  return n === 0 ? null : { mean: tally.get(name) / REPORT_PARTS / n, n };
}
