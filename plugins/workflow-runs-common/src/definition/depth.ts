/** How deep a definition, or the input of a run, may be nested. @public */
export const MAX_DEPTH = 100;

/**
 * Whether a value is nested deeper than so many levels. It does not recurse, so it can be asked of
 * anything before what recurses is.
 *
 * @public
 */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap(item =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}
