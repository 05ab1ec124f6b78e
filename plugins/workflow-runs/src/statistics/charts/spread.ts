/**
 * Moves what stands at these heights apart until nothing is nearer to the next than the gap, and as little as that
 * takes; the order stays.
 */
export function spread(heights: readonly number[], gap: number): number[] {
  const order = heights
    .map((height, index) => ({ height, index }))
    .sort((a, b) => a.height - b.height);
  const placed = [...heights];
  let free = -Infinity;
  for (const { height, index } of order) {
    placed[index] = Math.max(height, free);
    free = placed[index] + gap;
  }
  return placed;
}
