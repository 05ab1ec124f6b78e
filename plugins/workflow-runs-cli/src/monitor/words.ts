import { wordsOf } from 'backstage-plugin-workflow-runs-common';

/** As the portal says it. */
const STATUS_WORDS: Record<string, string> = {
  waiting_human: 'Waiting',
  compensated: 'Rolled back',
};

const STATUS_ICONS: Record<string, string> = {
  queued: '○',
  pending: '○',
  running: '●',
  retrying: '↻',
  paused: '‖',
  waiting_human: '◆',
  canceling: '⊘',
  completed: '✓',
  compensated: '↺',
  failed: '✗',
  lost: '✗',
  canceled: '⊘',
  skipped: '–',
};

/** The word of a status. */
export function statusWord(status: string): string {
  return STATUS_WORDS[status] ?? wordsOf(status);
}

/** The sign of a status, never without its word. */
export function statusIcon(status: string): string {
  return STATUS_ICONS[status] ?? '?';
}

/** Time of day here: `14:31:05`. */
export function timeOfDay(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (value: number) => String(value).padStart(2, '0');
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(two)
    .join(':');
}

/** A time of today, or a day: `14:31:05`, `2026-11-20 14:31`. */
export function timeOrDay(iso: string, now: number): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date(now).toDateString();
  if (isToday || Number.isNaN(time.getTime())) return timeOfDay(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [
    time.getFullYear(),
    two(time.getMonth() + 1),
    two(time.getDate()),
  ].join('-');
  return `${day} ${timeOfDay(iso).slice(0, 5)}`;
}
