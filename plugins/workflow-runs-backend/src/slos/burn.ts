import { Slo, SloSeverity } from 'backstage-plugin-workflow-runs-common';
import { Counted } from './counted';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The last hours that are looked at: the longer ones say that it burns, the shorter ones that it still does. */
export const LATELY = {
  PT15M: 15 * MINUTE_MS,
  PT30M: 30 * MINUTE_MS,
  PT1H: HOUR_MS,
  PT6H: 6 * HOUR_MS,
  PT24H: 24 * HOUR_MS,
  PT72H: 72 * HOUR_MS,
} as const;
export type Lately = keyof typeof LATELY;

/**
 * Burn rates that somebody should know of, over two times each: Beyer et al., The Site Reliability Workbook
 * (2018), table 5-8. What is five minutes there is a quarter of an hour here, which is what is counted.
 */
const ALARMS: readonly {
  severity: Exclude<SloSeverity, 'ok' | 'exhausted'>;
  rate: number;
  within: Lately;
  still: Lately;
}[] = [
  { severity: 'fast_burn', rate: 14.4, within: 'PT1H', still: 'PT15M' },
  { severity: 'fast_burn', rate: 6, within: 'PT6H', still: 'PT30M' },
  { severity: 'slow_burn', rate: 1, within: 'PT72H', still: 'PT6H' },
];
/** Of fewer runs nothing is said: one more would say something else. */
export const FEW_RUNS = 20;
/** One bad run is an accident. */
const LEAST_BAD = 2;
/** What is left of a difference of shares. */
const ROUNDING = 1e9;

/** How fast the budget is used: 1 uses it up just when the window is over; null where no run tells. */
export function burnRate({ runs, bad }: Counted, target: number) {
  return runs === 0 ? null : round(bad / runs / (1 - target));
}

/** Runs that may be bad, and what is left of that. */
export function budgetOf(
  { runs, bad }: Counted,
  target: number,
): Slo['budget'] {
  const total = round(runs * (1 - target));
  const left = round(total - bad);
  return {
    total,
    used: bad,
    left,
    leftShare: total === 0 ? null : round(left / total),
  };
}

/**
 * @param whole - what the window comes to
 * @param lately - what times come to that are no longer than the window
 */
export function severityOf(
  whole: Counted,
  lately: Partial<Record<Lately, Counted>>,
  target: number,
): SloSeverity | null {
  if (whole.runs < FEW_RUNS) return null;
  if (budgetOf(whole, target).left <= 0) return 'exhausted';
  const found = ALARMS.find(({ rate, within, still }) => {
    const long = lately[within];
    const short = lately[still];
    if (!long || long.bad < LEAST_BAD) return false;
    const burns = burnRate(long, target)! >= rate;
    // Where none has ended since, nothing says that it is over.
    const goesOn = !short || (burnRate(short, target) ?? Infinity) >= rate;
    return burns && goesOn;
  });
  return found?.severity ?? 'ok';
}

function round(value: number): number {
  return Math.round(value * ROUNDING) / ROUNDING;
}
