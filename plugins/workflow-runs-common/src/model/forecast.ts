import { z } from 'zod';

/** ISO 8601 with zone. */
const time = z.iso.datetime();
/** Milliseconds. */
const span = z.number().nonnegative();

/** Why nobody can say when a run will end. @public */
export const noForecastSchema = z.enum([
  /** It has. */
  'ended',
  /** It waits for its turn. */
  'not_started',
  /** It goes on when somebody says so. */
  'paused',
  /** It is canceled, or rolls back what it has done. */
  'unwinding',
  /** Too few runs have done what is left. */
  'too_few_runs',
  /** What it is at takes longer than in any run before. */
  'longer_than_ever',
]);
/** @public */
export type NoForecast = z.infer<typeof noForecastSchema>;

/** How long a step has taken in other runs, and when it is likely to be under way in this one. @public */
export const stepForecastSchema = z.object({
  stepKey: z.string(),
  /** Of how many runs that is. */
  n: z.number().int().positive(),
  p50Ms: span,
  p95Ms: span,
  /** Null where it is over, or no forecast is made. */
  from: time.nullable(),
  to: time.nullable(),
});
/** @public */
export type StepForecast = z.infer<typeof stepForecastSchema>;

/**
 * When a run is likely to end if it completes, judged by how long its steps took in the runs of its
 * workflow and environment that the caller may see.
 *
 * @public
 */
export const forecastSchema = z.object({
  /** When it was made. */
  at: time,
  /** In eight of ten runs it is between the earliest and the latest. */
  finish: z.object({ earliest: time, likely: time, latest: time }).nullable(),
  /** Null where there is a forecast. */
  reason: noForecastSchema.nullable(),
  /** Key of the step that it is because of; null where it is because of none. */
  becauseOf: z.string().nullable(),
  /** How many runs completed of those that it is judged by. */
  runs: z.number().int().nonnegative(),
  /** How likely it ends after its target, 0 to 1; null without a target or a forecast. */
  breachChance: z.number().min(0).max(1).nullable(),
  /** Those that other runs had as well, in the order of the definition; no items of fan-outs. */
  steps: z.array(stepForecastSchema),
});
/** @public */
export type Forecast = z.infer<typeof forecastSchema>;

/** As even odds a breach is no news: it has to be more likely than that. */
const LIKELY = 0.6;

/** A target that a run will likely miss; both ISO 8601. @public */
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
 * @public
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
