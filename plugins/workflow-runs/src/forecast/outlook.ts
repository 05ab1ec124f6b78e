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

/** As even odds a breach is no news: it has to be more likely than that. */
const LIKELY = 0.6;

/** A target that a run will likely miss; both ISO 8601. */
export interface ForeseenBreach {
  likely: string;
  dueAt: string;
}

/**
 * That a run which is in time now will likely not be; null where that is not likely, where nobody can tell, and
 * where it is late already.
 *
 * @param dueAt - ISO 8601
 * @param now - epoch milliseconds
 */
export function foreseenBreach(
  forecast: Forecast | undefined,
  dueAt: string | null,
  now: number,
): ForeseenBreach | null {
  if (!forecast?.finish || dueAt === null) return null;
  const { finish, breachChance } = forecast;
  const isLater = Date.parse(finish.likely) > Date.parse(dueAt);
  const isToCome = Date.parse(dueAt) > now;
  return isLater && isToCome && (breachChance ?? 0) >= LIKELY
    ? { likely: finish.likely, dueAt }
    : null;
}
