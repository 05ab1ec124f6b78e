const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** `850ms`, `12s`, `3m 20s`, `2h 5m`, `4d 1h`: the two largest units. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '';
  if (ms < 1_000) return `${Math.round(ms)}ms`;
  const first = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[first];
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((ms % size) / next[1]) : 0;
  const head = `${Math.floor(ms / size)}${unit}`;
  return rest > 0 ? `${head} ${rest}${next[0]}` : head;
}

/**
 * How long ago something was: `3m ago`; a clock that is a little behind says `now`. Where there is no now, as programs
 * read it, when it was.
 */
export function formatAge(
  at: string | null | undefined,
  now: number | undefined,
): string {
  if (!at || now === undefined) return at ?? '';
  const ms = now - new Date(at).getTime();
  if (ms < 1_000) return 'now';
  const [unit, size] = UNITS.find(([, each]) => ms >= each)!;
  return `${Math.floor(ms / size)}${unit} ago`;
}

/** A share between 0 and 1 as a percentage. */
export function formatShare(share: number | null | undefined): string {
  return share === null || share === undefined
    ? ''
    : `${(share * 100).toFixed(1)} %`;
}

/** `12 B`, `3.4 kB`, `1.2 MB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '';
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(1)} ${units[power - 1]}`;
}
