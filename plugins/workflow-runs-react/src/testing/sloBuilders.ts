import {
  Slo,
  SloPoint,
  Slos,
  WorkflowSlosDetail,
} from 'backstage-plugin-workflow-runs-common';
import { aRun } from './builders';

const DAY_MS = 86_400_000;
/** When the statistics of the builders end. */
const TO = Date.UTC(2026, 10, 20, 14, 30);
const WINDOWS = ['PT1H', 'PT6H', 'PT24H', 'PT72H'] as const;

const iso = (time: number) => new Date(time).toISOString();

/** An objective of which so many runs were bad: 99 % of runs complete within 28 days; say what differs. @public */
export function aSlo(
  [bad, runs]: readonly [bad: number, runs: number],
  overrides: Partial<Slo> = {},
): Slo {
  const { target = 0.99, windowDays = 28 } = overrides;
  const total = Math.round(runs * (1 - target) * 1e6) / 1e6;
  return {
    objective: 'success_rate',
    environment: null,
    target,
    durationMs: null,
    windowDays,
    source: 'annotation',
    from: iso(TO - windowDays * DAY_MS),
    to: iso(TO),
    runs,
    good: runs - bad,
    share: runs === 0 ? null : (runs - bad) / runs,
    budget: {
      total,
      used: bad,
      left: total - bad,
      leftShare: total === 0 ? null : (total - bad) / total,
    },
    burn: WINDOWS.map(window => ({ window, runs: 0, bad: 0, rate: null })),
    severity: runs < 20 ? null : 'ok',
    capped: false,
    ...overrides,
  };
}

/** The days of an objective, of which each has used up as much as the others. @public */
export function aBudgetSeries({
  to,
  windowDays,
  runs,
  budget,
}: Slo): SloPoint[] {
  const end = Date.parse(to);
  return Array.from({ length: windowDays }, (_, index) => {
    const used = (budget.used * (index + 1)) / windowDays;
    return {
      from: iso(end - (windowDays - index) * DAY_MS),
      to: iso(end - (windowDays - index - 1) * DAY_MS),
      runs: Math.round(runs / windowDays),
      bad: Math.floor(used) - Math.floor((budget.used * index) / windowDays),
      leftShare:
        budget.total === 0 ? null : (budget.total - used) / budget.total,
    };
  });
}

/** The objectives of a workflow; by default it has none. @public */
export function aWorkflowSlos(
  slos: readonly Slo[] = [],
  overrides: Partial<WorkflowSlosDetail> = {},
): WorkflowSlosDetail {
  return {
    workflow: aRun().workflow,
    slos: slos.map(slo => ({ ...slo, series: aBudgetSeries(slo) })),
    problems: [],
    freshAt: iso(TO),
    timeZone: 'UTC',
    coverage: { exact: true, scannedRuns: 0, skipped: null },
    ...overrides,
  };
}

/** The objectives of workflows; by default none has any. @public */
export function aSlos(
  items: Slos['items'] = [],
  overrides: Partial<Slos> = {},
): Slos {
  return {
    freshAt: iso(TO),
    items,
    totals: { withTarget: items.length, withoutTarget: 0 },
    coverage: { exact: true, scannedRuns: 0, skipped: null },
    ...overrides,
  };
}
