import { spanToMs } from './spans';
import { SloProblem } from './targets';

/** A shorter target is over before anybody could be warned. */
const MIN_MS = 1_000;
const MAX_ANNOTATION = 100;

/**
 * Reads how long a run may take, as the annotation `workflow-runs.io/sla` and the configuration say it: `30m`.
 *
 * @returns milliseconds, or what is wrong with it
 * @public
 */
export function parseSlaTarget(
  text: string,
): { targetMs: number } | { problem: SloProblem } {
  const targetMs =
    text.length > MAX_ANNOTATION ? undefined : spanToMs(text.trim());
  if (targetMs !== undefined && targetMs >= MIN_MS) return { targetMs };
  return {
    problem: {
      field: 'sla',
      rule: 'value',
      message:
        'it must be a duration of 1 s to 365 days, such as 90s, 30m or 1h30m',
    },
  };
}
