/** The first wait after trouble, and the longest. */
const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long an engine is left alone after so many failures in a row: twice as long each time, and by chance a part of
 * that, so that not all engines behind one proxy are tried again at once. Then one request tries, and the others wait
 * for what comes of it.
 *
 * @param random - from 0 to 1
 * @param retryAfterMs - what the engine itself has asked for; what is no time is not heeded
 */
export function backOffMs(
  failures: number,
  random: number,
  retryAfterMs: number = 0,
): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  const own = whole / 2 + (whole / 2) * random;
  const asked = Number.isFinite(retryAfterMs) ? retryAfterMs : 0;
  return Math.max(own, Math.min(asked, 12 * LONGEST_MS));
}
