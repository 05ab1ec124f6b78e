const UNITS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
} as const;

/** Milliseconds of `90s`, `15m`, `2h`, `7d`, `1w`, or several of them: `1h30m`. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+[smhdw])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdw])/g)].reduce(
    (sum, [, count, unit]) =>
      sum + Number(count) * UNITS[unit as keyof typeof UNITS],
    0,
  );
}

/** ISO 8601 of such a time, of a day, or of what was some time ago. */
export function parseTime(text: string, now: number): string | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return new Date(now - ago).toISOString();
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
