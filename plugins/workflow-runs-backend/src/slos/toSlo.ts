import {
  Slo,
  SloBurn,
  sloBurnSchema,
  SloPoint,
  sloSeveritySchema,
} from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { Point } from '../statistics/points';
import { budgetOf, burnRate, Lately, severityOf } from './burn';
import { Counted, countedOf, sumOf } from './counted';
import { PartTallies } from './PartTallies';
import { SloTarget } from './targetsOf';
import { SloTimes } from './times';

/** An objective, the series whose runs it is about, and what they come to. */
export interface CountedSlo {
  target: SloTarget;
  seriesIds: readonly number[];
  times: SloTimes;
  tallies: PartTallies;
  capped: boolean;
}

/** What an objective comes to, with its days. */
export function toSlo(counted: CountedSlo): Slo & { series: SloPoint[] } {
  const { target, seriesIds, times, tallies, capped } = counted;
  const parts = times.parts.map((part, index) => ({
    from: part.from,
    ...sumOf(
      tallies.of(seriesIds, index).map(tally => countedOf(tally, target)),
    ),
  }));
  const between = ({ from, to }: Point) =>
    sumOf(parts.filter(part => part.from >= from && part.from < to));
  const since = (from: number) => between({ from, to: times.to });
  const lately = Object.fromEntries(
    Object.entries(times.lately).map(([name, from]) => [name, since(from)]),
  ) as Partial<Record<Lately, Counted>>;
  const whole = since(times.from);
  const good = whole.runs - whole.bad;
  return {
    ...target,
    from: toIso(times.from),
    to: toIso(times.to),
    runs: whole.runs,
    good,
    share: whole.runs === 0 ? null : good / whole.runs,
    budget: budgetOf(whole, target.target),
    burn: sloBurnSchema.shape.window.options.flatMap((window): SloBurn[] => {
      const of = lately[window];
      return of ? [{ window, ...of, rate: burnRate(of, target.target) }] : [];
    }),
    severity: severityOf(whole, lately, target.target),
    capped,
    series: seriesOf(times.days, between, budgetOf(whole, target.target)),
  };
}

/** How the budget of the whole window was used up. */
function seriesOf(
  days: readonly Point[],
  between: (time: Point) => Counted,
  { total }: Slo['budget'],
): SloPoint[] {
  let used = 0;
  return days.map(day => {
    const { runs, bad } = between(day);
    used += bad;
    return {
      from: toIso(day.from),
      to: toIso(day.to),
      runs,
      bad,
      leftShare: total === 0 ? null : (total - used) / total,
    };
  });
}

const ORDER = sloSeveritySchema.options;

/** The most urgent first; of those that are alike, the one with the smallest part of its budget left. */
export function byUrgency(a: Slo, b: Slo): number {
  const rank = ({ severity }: Slo) =>
    severity === null ? ORDER.length : ORDER.indexOf(severity);
  return (
    rank(a) - rank(b) ||
    (a.budget.leftShare ?? 1) - (b.budget.leftShare ?? 1) ||
    b.runs - a.runs
  );
}
