const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before connecting again: doubles with each failure, and each client waits a
 * random part of it, at least half, so that they do not all come back at once.
 *
 * @param failures - in a row, from 1
 * @param random - 0 to 1
 * @public
 */
export function backoffDelay(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
