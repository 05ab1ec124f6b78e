/**
 * Reads an amount as people write it: `1,450.00`, `1.497,00`, `38.00`.
 *
 * @returns cents, or null where it is no amount
 */
export function parseCents(text: string | undefined): number | null {
  const match = /^(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d{2})$/.exec(
    text?.trim() ?? '',
  );
  if (!match) return null;
  const [, whole, fraction] = match;
  return Number(whole.replace(/[.,]/g, '')) * 100 + Number(fraction);
}

/** @returns null where it is no whole number */
export function parseQuantity(text: string | undefined): number | null {
  return /^\d+$/.test(text?.trim() ?? '') ? Number(text) : null;
}

/** `1450.00 EUR`; a dash for what could not be read. */
export function formatCents(
  amount: number | null,
  currency: string | null,
): string {
  if (amount === null) return '–';
  return [(amount / 100).toFixed(2), currency].filter(Boolean).join(' ');
}
