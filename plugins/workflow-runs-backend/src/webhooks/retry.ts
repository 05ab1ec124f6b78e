const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** How long it is tried to deliver something, in all. */
export const RETRY_MS = 24 * HOUR_MS;
const FIRST_WAIT_MS = 5 * SECOND_MS;
const GROWTH = 3;
const LONGEST_WAIT_MS = 4 * HOUR_MS;
/** A fifth sooner or later: what has failed together is not tried again together. */
const JITTER = 0.2;

/** Failures in a row before a receiver is left alone for a while. */
const PATIENCE = 3;
const FIRST_REST_MS = SECOND_MS;
const LONGEST_REST_MS = 5 * 60 * SECOND_MS;
/** What a receiver asks for may not hold up what others have to say to it for longer. */
const LONGEST_ASKED_REST_MS = HOUR_MS;

/**
 * When something is tried again that was not delivered.
 *
 * @param tried - `tries`: up to now, this one included; `since`: when it was to be delivered first;
 *   `askedFor`: how long the receiver wants to be left alone; `random`: 0 to 1. Times in epoch milliseconds
 * @returns undefined where it is given up
 */
export function nextTry(tried: {
  tries: number;
  since: number;
  now: number;
  askedFor?: number;
  random: number;
}): number | undefined {
  const { tries, since, now, askedFor = 0, random } = tried;
  const wait = Math.min(
    FIRST_WAIT_MS * GROWTH ** Math.min(tries - 1, 20),
    LONGEST_WAIT_MS,
  );
  const jittered = wait * (1 - JITTER + 2 * JITTER * random);
  const at = now + Math.round(Math.max(jittered, askedFor));
  return at <= since + RETRY_MS ? at : undefined;
}

/**
 * How long a receiver is left alone that was not reached several times in a row, or that asks for it. Meanwhile
 * nothing that is to be delivered to it uses up its tries.
 *
 * @returns 0 where it is not
 */
export function restAfter(failed: {
  failures: number;
  askedFor?: number;
  random: number;
}): number {
  const { failures, askedFor = 0, random } = failed;
  const asked = Math.min(askedFor, LONGEST_ASKED_REST_MS);
  if (failures < PATIENCE) return asked;
  const rest = Math.min(
    FIRST_REST_MS * 2 ** Math.min(failures - PATIENCE, 20),
    LONGEST_REST_MS,
  );
  const jittered = rest * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(jittered, asked));
}

/**
 * How long a receiver wants to be left alone, in milliseconds: seconds, or a date.
 *
 * @returns undefined where it does not say, or nothing that can be understood
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfter(
  header: string | undefined,
  now: number,
): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
