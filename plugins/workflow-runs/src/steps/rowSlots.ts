/** Rows beyond those in view that are there already when somebody scrolls. */
export const OVERSCAN = 4;

/**
 * Keys for rows of which only those in view are drawn: one that is scrolled out of view makes room for
 * another, so that nothing is built anew for it.
 *
 * @param inView - how many rows can be in view at once
 */
export function rowSlots(inView: number): (index: number) => number {
  // Half a row at the top and half a row at the bottom are in view as well.
  const slots = inView + 1 + 2 * OVERSCAN;
  return index => index % slots;
}
