import {
  Durations,
  Figures,
  ReportedMean,
  RetryCounts,
  StatisticsPoint,
} from 'backstage-plugin-workflow-runs-common';
import { Measure, Wanted } from './change';
import { RunsQuery } from './runsQuery';
import { enough } from './samples';

/** How a figure is written. */
export type Unit = 'count' | 'rate' | 'duration' | 'points';

/** What a kind of figure is, and how it is read from what runs come to. */
export interface FigureKind {
  unit: Unit;
  wanted: Wanted;
  read: (figures: Figures) => Measure;
  /** The same of a point of a series; without it, a series does not tell. */
  readPoint?: (point: StatisticsPoint) => number | null;
  /** Which runs it is of, as far as a list can tell them from others. */
  query: RunsQuery;
  /** There only where runs tell of it. */
  optional?: boolean;
}

const ENDED = 'completed,failed,canceled';
const JUDGED = 'completed,failed';
const judged = ({ completed, failed }: Pick<Figures, 'completed' | 'failed'>) =>
  completed + failed;
/** All retries, whether a policy provided for them or not. */
export const retriesOf = ({ expected, unexpected }: RetryCounts) =>
  expected + unexpected;

function quantile(name: 'p50Ms' | 'p95Ms' | 'p99Ms'): FigureKind {
  const of = (durations: Durations | null) => enough(durations)?.[name] ?? null;
  return {
    unit: 'duration',
    wanted: 'down',
    read: ({ duration }) => ({ value: of(duration), n: duration?.n ?? 0 }),
    readPoint: ({ duration }) => of(duration),
    query: { status: 'completed', sort: '-duration' },
  };
}

function usage(name: 'tokens' | 'computeMs', unit: Unit): FigureKind {
  return {
    unit,
    wanted: 'down',
    read: ({ usage: { runs, [name]: used } }) => ({
      value: used === null || runs === 0 ? null : used / runs,
      n: runs,
    }),
    query: { status: ENDED },
    optional: true,
  };
}

function reported(name: keyof Figures['effectiveness']): FigureKind {
  const valueOf = (mean: ReportedMean) => mean?.mean ?? null;
  return {
    unit: 'rate',
    wanted: 'up',
    read: ({ effectiveness: { [name]: mean } }) => ({
      value: valueOf(mean),
      n: mean?.n ?? 0,
    }),
    readPoint: ({ effectiveness }) => valueOf(effectiveness[name]),
    query: { status: ENDED },
    optional: true,
  };
}

/** All figures, in the order in which they are shown. */
export const FIGURES = {
  runs: {
    unit: 'count',
    wanted: 'neither',
    read: ({ runs }) => ({ value: runs, n: runs }),
    readPoint: ({ runs }) => runs,
    query: { status: ENDED },
  },
  successRate: {
    unit: 'rate',
    wanted: 'up',
    read: figures => ({ value: figures.successRate, n: judged(figures) }),
    readPoint: ({ successRate }) => successRate,
    query: { status: 'completed' },
  },
  failureRate: {
    unit: 'rate',
    wanted: 'down',
    read: figures => ({ value: figures.failureRate, n: judged(figures) }),
    readPoint: ({ failureRate }) => failureRate,
    query: { status: 'failed' },
  },
  firstPass: {
    unit: 'rate',
    wanted: 'up',
    read: figures => ({ value: figures.firstPassRate, n: judged(figures) }),
    readPoint: ({ firstPassRate }) => firstPassRate,
    query: { status: JUDGED },
  },
  retries: {
    unit: 'count',
    wanted: 'down',
    read: ({ retriesPer100, runs }) => ({ value: retriesPer100, n: runs }),
    readPoint: ({ retriesPer100 }) => retriesPer100,
    query: { status: ENDED },
  },
  errors: {
    unit: 'count',
    // There are more where there are more runs.
    wanted: 'neither',
    read: ({ errors, runs }) => ({
      value: runs === 0 ? null : errors,
      n: runs,
    }),
    readPoint: ({ errors }) => errors,
    query: { status: 'failed' },
  },
  mttr: {
    unit: 'duration',
    wanted: 'down',
    read: ({ mttr }) => ({ value: mttr.meanMs, n: mttr.episodes }),
    query: { status: 'failed' },
  },
  p50: quantile('p50Ms'),
  p95: quantile('p95Ms'),
  p99: quantile('p99Ms'),
  sla: {
    unit: 'rate',
    wanted: 'up',
    read: ({ sla }) => ({ value: sla.rate, n: sla.met + sla.breached }),
    readPoint: ({ sla }) => sla.rate,
    query: { status: JUDGED, sla: 'met,breached' },
  },
  tokens: usage('tokens', 'count'),
  compute: usage('computeMs', 'duration'),
  accuracy: reported('accuracy'),
  // It may be less than nothing, which a small line does not show.
  throughput: {
    ...reported('throughputDelta'),
    unit: 'points',
    readPoint: undefined,
  },
  experience: reported('experience'),
} satisfies Record<string, FigureKind>;

/** The name of a figure. */
export type FigureId = keyof typeof FIGURES;

/** The figures that are shown: those of which nothing is told, now or before, are left out. */
export function figuresShown(now: Figures, before: Figures): FigureId[] {
  return (Object.keys(FIGURES) as FigureId[]).filter(id => {
    const { optional, read }: FigureKind = FIGURES[id];
    return !optional || read(now).n > 0 || read(before).n > 0;
  });
}

/** By how much a figure has to differ from another to read differently. */
export const LEAST: Record<Unit, number> = {
  count: 0.5,
  // Rates are shown in whole percent.
  rate: 0.005,
  duration: 50,
  points: 0.005,
};
