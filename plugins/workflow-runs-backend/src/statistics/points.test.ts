import { pointsOf } from './points';

const HOUR_MS = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const days = (from: string, to: string, timeZone: string) =>
  pointsOf({ from: at(from), to: at(to) }, 'day', timeZone);
const hoursOf = (points: { from: number; to: number }[]) =>
  points.map(({ from, to }) => (to - from) / HOUR_MS);
const begins = (points: { from: number }[]) =>
  points.map(({ from }) => new Date(from).toISOString());

describe('days', () => {
  it.each([
    // Where nothing happens.
    ['UTC', '2026-03-28T00:00Z', '2026-03-31T00:00Z', [24, 24, 24]],
    ['Asia/Kolkata', '2026-03-27T18:30Z', '2026-03-29T18:30Z', [24, 24]],
    ['Asia/Kathmandu', '2026-03-27T18:15Z', '2026-03-29T18:15Z', [24, 24]],
    // Where clocks are put forward, and back.
    ['Europe/Berlin', '2026-03-28T23:00Z', '2026-03-30T22:00Z', [23, 24]],
    ['Europe/Berlin', '2026-10-23T22:00Z', '2026-10-26T23:00Z', [24, 25, 24]],
    ['America/New_York', '2026-11-01T04:00Z', '2026-11-03T05:00Z', [25, 24]],
    // By half an hour.
    [
      'Australia/Lord_Howe',
      '2026-04-04T13:00Z',
      '2026-04-06T13:30Z',
      [24.5, 24],
    ],
    [
      'Australia/Lord_Howe',
      '2026-10-03T13:30Z',
      '2026-10-05T13:00Z',
      [23.5, 24],
    ],
    // At midnight, which there is not, or after it, which there is twice.
    ['Africa/Cairo', '2026-04-22T22:00Z', '2026-04-25T21:00Z', [24, 23, 24]],
    ['America/Havana', '2026-03-07T05:00Z', '2026-03-10T04:00Z', [24, 23, 24]],
    ['America/Havana', '2026-10-31T04:00Z', '2026-11-03T05:00Z', [24, 25, 24]],
    // A day that was left out.
    ['Pacific/Apia', '2011-12-29T10:00Z', '2012-01-01T10:00Z', [24, 24, 24]],
  ])('%s from %s to %s have %j hours', (timeZone, from, to, wanted) => {
    expect(hoursOf(days(from, to, timeZone))).toEqual(wanted);
  });

  it('begin at midnight, all but the first', () => {
    expect(
      begins(days('2026-06-01T10:15Z', '2026-06-03T12:00Z', 'Asia/Kolkata')),
    ).toEqual([
      '2026-06-01T10:15:00.000Z',
      '2026-06-01T18:30:00.000Z',
      '2026-06-02T18:30:00.000Z',
    ]);
  });

  it('are all there in a year of any zone, without gaps', () => {
    for (const timeZone of [
      ...['UTC', 'Europe/Lisbon', 'America/Havana', 'Africa/Cairo'],
      ...['Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns'],
      ...['Asia/Tehran', 'America/Asuncion', 'Pacific/Apia'],
    ]) {
      const [from, to] = [at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z')];
      const points = pointsOf({ from, to }, 'day', timeZone);
      const local = new Intl.DateTimeFormat('en-CA', { timeZone });

      expect([365, 366]).toContain(points.length);
      expect(points[0].from).toBe(from);
      expect(points[points.length - 1].to).toBe(to);
      points.slice(1).forEach((point, index) => {
        expect(point.from).toBe(points[index].to);
        // A moment before, it is another day.
        expect(local.format(point.from - 1)).not.toBe(local.format(point.from));
      });
    }
  });
});

describe('hours', () => {
  it.each([
    ['Asia/Kolkata', '2026-06-01T10:30Z', '2026-06-01T12:30Z', [1, 1]],
    ['Asia/Kathmandu', '2026-06-01T10:15Z', '2026-06-01T11:30Z', [1, 0.25]],
    ['UTC', '2026-06-01T10:30Z', '2026-06-01T12:30Z', [0.5, 1, 0.5]],
    // The same hour twice.
    ['Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T03:00Z', [1, 1, 1]],
    // Half an hour once more.
    [
      'Australia/Lord_Howe',
      '2026-04-04T14:00Z',
      '2026-04-04T16:30Z',
      [1, 0.5, 1],
    ],
  ])('%s from %s to %s have %j', (timeZone, from, to, wanted) => {
    const points = pointsOf({ from: at(from), to: at(to) }, 'hour', timeZone);

    expect(hoursOf(points)).toEqual(wanted);
  });
});

it('quarters of an hour are the same everywhere', () => {
  const time = { from: at('2026-06-01T10:15Z'), to: at('2026-06-01T11:00Z') };

  for (const timeZone of ['UTC', 'Asia/Kathmandu']) {
    expect(hoursOf(pointsOf(time, 'quarter', timeZone))).toEqual([
      0.25, 0.25, 0.25,
    ]);
  }
});

it('begin in whole quarters where clocks were minutes apart', () => {
  const points = days(
    '1930-01-01T00:00Z',
    '1930-01-03T00:00Z',
    'Europe/Amsterdam',
  );

  for (const { to } of points) expect(Math.abs(to % 900_000)).toBe(0);
});
