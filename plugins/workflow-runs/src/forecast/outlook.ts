import { Forecast, Step } from 'backstage-plugin-workflow-runs-common';

/** What is worth saying of the end of a run that goes on. */
export type Outlook =
  | {
      kind: 'finish';
      /** ISO 8601. */
      likely: string;
      earliest: string;
      latest: string;
      /** Of how many runs that is. */
      runs: number;
      /** Null where it may end at any moment. */
      leftMs: number | null;
    }
  /** Of a step, where it is one. */
  | { kind: 'longer'; stepNumber: number | null };

/** It may be later than that by the time it is read. */
const SOON_MS = 1_000;

/**
 * What a forecast says now, some time after it was made; undefined where it says nothing that would help.
 *
 * @param now - epoch milliseconds
 */
export function outlookOf(
  forecast: Forecast | undefined,
  steps: readonly Step[],
  now: number,
): Outlook | undefined {
  if (forecast?.reason === 'longer_than_ever') {
    const step = steps.find(each => each.stepKey === forecast.becauseOf);
    return { kind: 'longer', stepNumber: step?.stepNumber ?? null };
  }
  if (!forecast?.finish) return undefined;
  const leftMs = Date.parse(forecast.finish.likely) - now;
  return {
    kind: 'finish',
    ...forecast.finish,
    runs: forecast.runs,
    leftMs: leftMs < SOON_MS ? null : leftMs,
  };
}
