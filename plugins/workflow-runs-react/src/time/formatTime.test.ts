import { Settings } from 'luxon';
import {
  ageOf,
  formatAbsolute,
  formatDay,
  formatLogTime,
  formatTimeOfDay,
  formatZone,
} from './formatTime';

const now = Date.UTC(2026, 10, 20, 14, 0, 0);
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

beforeAll(() => {
  Settings.defaultZone = 'Europe/Madrid';
});
afterAll(() => {
  Settings.defaultZone = 'system';
});

describe('ageOf', () => {
  it.each([
    [2, { unit: 'now' }],
    // Clocks differ a little.
    [-3, { unit: 'now' }],
    [40, { unit: 'second', value: 40 }],
    [61, { unit: 'minute', value: 1 }],
    [3_599, { unit: 'minute', value: 59 }],
    [7_300, { unit: 'hour', value: 2 }],
    [86_400, { unit: 'date' }],
    [-3_600, { unit: 'date' }],
  ])('of %d seconds ago', (seconds, age) => {
    expect(ageOf(ago(seconds), now)).toEqual(age);
  });

  it('of what is no time is left to whoever shows it', () => {
    expect(ageOf('soon', now)).toEqual({ unit: 'date' });
  });
});

describe('formatDay', () => {
  it.each([
    [86_400, 'en-GB', '19 Nov, 15:00'],
    [400 * 86_400, 'en-GB', '16 Oct 2025, 16:00'],
    [86_400, 'de', '19. Nov., 15:00'],
    [400 * 86_400, 'de', '16. Okt. 2025, 16:00'],
  ])('%d seconds ago in %s is %s', (seconds, locale, words) => {
    expect(formatDay(ago(seconds), now, locale)).toBe(words);
  });
});

describe('absolute times', () => {
  const iso = '2026-11-20T13:31:05.042Z';

  it('are in the zone of the reader', () => {
    expect(formatTimeOfDay(iso)).toBe('14:31:05');
    expect(formatLogTime(iso)).toBe('14:31:05.042');
    expect(formatAbsolute(iso)).toBe('20 Nov 2026, 14:31:05.042 UTC+1');
    expect(formatZone()).toMatch(/^Europe\/Madrid \(UTC\+[12]\)$/);
  });

  it('are in the language that is asked for, whatever the browser speaks', () => {
    expect(formatAbsolute(iso, 'de')).toBe('20. Nov. 2026, 14:31:05,042 UTC+1');
  });

  it('name UTC by itself', () => {
    Settings.defaultZone = 'UTC';
    expect(formatZone()).toBe('UTC');
    Settings.defaultZone = 'Europe/Madrid';
  });

  it('show what is no time as it came', () => {
    expect([
      formatTimeOfDay('soon'),
      formatLogTime('soon'),
      formatAbsolute('soon'),
      formatDay('soon', now, 'de'),
    ]).toEqual(['soon', 'soon', 'soon', 'soon']);
  });
});
