/** So many reasons say enough. */
const MOST_REASONS = 3;

/**
 * Why a job would have nothing to do, the most frequent reason first; undefined where there is a run that
 * it may act on.
 */
export function nothingToDo(
  items: readonly { refusal?: string }[],
): string | undefined {
  const counts = new Map<string, number>();
  for (const { refusal } of items) {
    if (refusal === undefined) return undefined;
    counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  }
  if (counts.size === 0) return 'No run is meant: none fits the filter';
  const reasons = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} (${count})`);
  const told = reasons.slice(0, MOST_REASONS).join('; ');
  const rest = reasons.length - MOST_REASONS;
  return `It can be done to none of the runs: ${told}${
    rest > 0 ? `; and ${rest} other reasons` : ''
  }`;
}
