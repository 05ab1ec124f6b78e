import { timesOf } from './times';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-15T10:07:00Z');
const iso = (ms: number) => new Date(ms).toISOString();

it('a window ends with the quarter of an hour that goes on, and holds all of its days', () => {
  const { from, to } = timesOf(NOW, 28);

  expect(iso(from)).toBe('2026-10-18T10:00:00.000Z');
  expect(iso(to)).toBe('2026-11-15T10:15:00.000Z');
});

it.each([
  [1, ['PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT24H']],
  [2, ['PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT24H']],
  [3, ['PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT24H', 'PT72H']],
])('of %i days, nothing longer is looked at', (days, names) => {
  expect(Object.keys(timesOf(NOW, days).lately)).toEqual(names);
});

it.each(['UTC', 'Asia/Kolkata', 'Europe/Berlin', 'Australia/Lord_Howe'])(
  'parts are without gaps, and no day or time of %s is cut by one',
  timeZone => {
    const times = timesOf(NOW, 28, timeZone);
    const { parts, days, lately } = times;

    expect(parts[0].from).toBe(times.from);
    expect(parts.at(-1)!.to).toBe(times.to);
    parts.slice(1).forEach((part, index) => {
      expect(part.from).toBe(parts[index].to);
    });
    const begins = parts.map(part => part.from);
    for (const at of Object.values(lately)) expect(begins).toContain(at);
    for (const day of days) {
      expect(begins).toContain(day.from);
      expect(day.to - day.from).toBeLessThanOrEqual(25 * HOUR_MS);
    }
  },
);
