const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `1 h 5 min`: the two largest units, never rounded up. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${ms} ms`;
  if (ms < MINUTE) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < HOUR) return inUnits(ms, [MINUTE, 'min'], [SECOND, 's']);
  if (ms < DAY) return inUnits(ms, [HOUR, 'h'], [MINUTE, 'min']);
  return inUnits(ms, [DAY, 'd'], [HOUR, 'h']);
}

type Unit = [ms: number, name: string];

function inUnits(ms: number, large: Unit, small: Unit): string {
  const many = Math.floor(ms / large[0]);
  const rest = Math.floor((ms % large[0]) / small[0]);
  return `${many} ${large[1]}${rest > 0 ? ` ${rest} ${small[1]}` : ''}`;
}

/** `2026-11-21 10:15:00 UTC`, of a time of the API. */
export function time(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The beginning of a text, with a mark where it goes on. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not between the halves of a character.
  return `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`;
}
