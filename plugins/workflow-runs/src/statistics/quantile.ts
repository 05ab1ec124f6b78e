/**
 * The value that at least this share of the values does not exceed: the nearest rank, so that it is
 * one that was measured.
 *
 * @param share - 0 to 1
 * @returns null where there are no values
 */
export function quantile(
  values: readonly number[],
  share: number,
): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1];
}
