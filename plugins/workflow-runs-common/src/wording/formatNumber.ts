/** Whose way of writing is followed where nobody asks for another: a tag of BCP 47. @public */
export const ENGLISH = 'en-GB';

const formatters = new Map<string, Intl.NumberFormat>();

/**
 * A number for people: `1,500` in English, `1.500` in German.
 *
 * @param locale - a tag of BCP 47
 * @param options - by default at most two decimals
 * @public
 */
export function formatNumber(
  value: number,
  locale: string = ENGLISH,
  options: Intl.NumberFormatOptions = { maximumFractionDigits: 2 },
): string {
  // To make one takes longer than to use it a hundred times, and lists are full of numbers.
  const key = `${locale} ${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, options);
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}
