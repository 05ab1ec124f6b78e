/**
 * A share as whole percent, 100 % and 0 % only where it is all or nothing: one failure among a thousand
 * is not none.
 *
 * @param share - 0 to 1; null reads as a dash
 */
export function formatPercent(share: number | null): string {
  if (share === null) return '–';
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '99 %';
  if (rounded === 0 && share > 0) return '1 %';
  return `${rounded} %`;
}
