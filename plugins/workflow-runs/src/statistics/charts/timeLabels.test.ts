import { StatisticsInterval } from 'backstage-plugin-workflow-runs-common';
import { labelled, timeLabels } from './timeLabels';

describe('timeLabels', () => {
  it.each<[StatisticsInterval, string, string, string, string, string]>([
    ['day', 'UTC', 'en-GB', '2026-11-20T00:00:00Z', '20 Nov', '20 Nov'],
    // Half an hour beside all others: the day begins at 18:30 of the one before.
    [
      'day',
      'Asia/Kolkata',
      'en-GB',
      '2026-11-19T18:30:00Z',
      '20 Nov',
      '20 Nov',
    ],
    [
      'hour',
      'Asia/Kolkata',
      'en-GB',
      '2026-11-19T18:30:00Z',
      '20 Nov',
      '20 Nov, 00:00',
    ],
    [
      'hour',
      'Asia/Kolkata',
      'en-GB',
      '2026-11-20T08:30:00Z',
      '14:00',
      '20 Nov, 14:00',
    ],
    // Two hours of the same name where clocks are set back.
    [
      'hour',
      'Europe/Berlin',
      'en-GB',
      '2026-10-25T00:00:00Z',
      '02:00',
      '25 Oct, 02:00',
    ],
    [
      'hour',
      'Europe/Berlin',
      'en-GB',
      '2026-10-25T01:00:00Z',
      '02:00',
      '25 Oct, 02:00',
    ],
    // None between one and three where they are set forward.
    [
      'hour',
      'Europe/Berlin',
      'en-GB',
      '2026-03-29T01:00:00Z',
      '03:00',
      '29 Mar, 03:00',
    ],
    [
      'quarter',
      'UTC',
      'de',
      '2026-11-20T14:15:00Z',
      '14:15',
      '20. Nov., 14:15',
    ],
  ])(
    'of a series by %s in %s and %s writes %s as %s or %s',
    (interval, zone, locale, instant, short, long) => {
      const labels = timeLabels(interval, zone, locale);
      expect([labels.short(instant), labels.long(instant)]).toEqual([
        short,
        long,
      ]);
    },
  );
});

describe('labelled', () => {
  it.each([
    [0, 6, []],
    [1, 6, [0]],
    [8, 8, [0, 1, 2, 3, 4, 5, 6, 7]],
    [8, 6, [0, 2, 4, 6]],
    [90, 6, [0, 15, 30, 45, 60, 75]],
    [3, 0, [0]],
  ])('of %d points with room for %d are %j', (points, most, expected) => {
    expect(labelled(points, most)).toEqual(expected);
  });
});
