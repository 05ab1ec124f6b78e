import { Settings } from 'luxon';
import {
  formatAbsolute,
  formatLogTime,
  formatRelative,
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

describe('formatRelative', () => {
  it.each([
    [2, 'just now'],
    // Clocks differ a little.
    [-3, 'just now'],
    [40, '40 s ago'],
    [61, '1 min ago'],
    [3_599, '59 min ago'],
    [7_300, '2 h ago'],
    [86_400, '19 Nov, 15:00'],
    [400 * 86_400, '16 Oct 2025, 16:00'],
    [-3_600, '20 Nov, 16:00'],
  ])('reads %d seconds ago as %s', (seconds, words) => {
    expect(formatRelative(ago(seconds), now)).toBe(words);
  });

  it('shows what is no time as it came', () => {
    expect(formatRelative('soon', now)).toBe('soon');
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
    ]).toEqual(['soon', 'soon', 'soon']);
  });
});
