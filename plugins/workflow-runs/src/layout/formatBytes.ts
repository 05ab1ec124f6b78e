import { formatNumber } from 'backstage-plugin-workflow-runs-react';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size for people, in powers of a thousand: `12.3 kB`. */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  const shown = formatNumber(value, locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  return `${shown} ${UNITS[unit]}`;
}
