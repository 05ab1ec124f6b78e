const UNITS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** The two largest units of a span. */
export function spanOf(ms: number): string {
  let rest = Math.round(ms / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [length, name] of UNITS) {
    const count = Math.floor(rest / length);
    if (count === 0) continue;
    parts.push(`${count} ${name}`);
    rest -= count * length;
  }
  return parts.length > 0 ? parts.slice(0, 2).join(' ') : 'less than a second';
}
