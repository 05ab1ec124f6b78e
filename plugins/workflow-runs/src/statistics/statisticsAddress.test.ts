import {
  checkTime,
  readStatisticsAddress,
  StatisticsAddress,
  TimeChoice,
  timeAsked,
  writeStatisticsAddress,
} from './statisticsAddress';

const NOW = Date.UTC(2026, 10, 20, 14, 32, 35);
const read = (search: string) =>
  readStatisticsAddress(new URLSearchParams(search), NOW);
const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString();

describe('readStatisticsAddress', () => {
  it.each<[string, Partial<StatisticsAddress>]>([
    ['', { time: { since: 'P7D' }, narrowed: {}, problems: [] }],
    ['since=P90D', { time: { since: 'P90D' } }],
    [
      'from=2026-11-01T00:00:00%2B05:30&to=2026-11-02T00:00:00Z',
      {
        time: {
          since: null,
          from: '2026-10-31T18:30:00.000Z',
          to: '2026-11-02T00:00:00.000Z',
        },
      },
    ],
    [
      'from=2026-11-01T00:00:00Z',
      { time: { since: null, from: '2026-11-01T00:00:00.000Z' } },
    ],
    [
      'owner=mine&environment=prod,test&version=1\\,2&workflow=e/a',
      {
        narrowed: {
          owner: 'mine',
          environment: 'prod,test',
          version: '1\\,2',
          workflow: 'e/a',
        },
      },
    ],
    // A list has filters that numbers have not: a link may bring them along.
    ['status=failed&view=slow', { narrowed: {}, problems: [] }],
  ])('understands %s', (search, expected) => {
    expect(read(search)).toMatchObject(expected);
  });

  it.each([
    ['since=P1Y', ['since=P1Y']],
    ['from=yesterday', ['from=yesterday']],
    [
      'from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z',
      ['from=2026-11-02T00:00:00.000Z', 'to=2026-11-01T00:00:00.000Z'],
    ],
    [
      'from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
      ['from=2016-01-01T00:00:00.000Z', 'to=2026-01-01T00:00:00.000Z'],
    ],
    ['from=2027-01-01T00:00:00Z', ['from=2027-01-01T00:00:00.000Z']],
    [`environment=${'x'.repeat(65)}`, [`environment=${'x'.repeat(65)}`]],
    ['version=,', ['version=,']],
  ])('tells what it leaves out of %s', (search, problems) => {
    const address = read(search);
    expect(address.problems).toEqual(problems);
    expect(address).toMatchObject({ time: { since: 'P7D' }, narrowed: {} });
  });
});

describe('checkTime', () => {
  it.each([
    [{}, 'empty'],
    [{ from: '2026-11-01T00:00:00Z' }, undefined],
    [{ to: '2026-11-01T00:00:00Z' }, undefined],
    [{ from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }, 'order'],
    [{ from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }, 'order'],
    [{ from: '2025-01-01T00:00:00Z', to: '2026-02-05T00:00:00Z' }, undefined],
    [{ from: '2025-01-01T00:00:00Z', to: '2026-02-05T00:00:01Z' }, 'length'],
    [{ from: '2026-11-21T00:00:00Z' }, 'future'],
    [{ to: '2026-11-30T00:00:00Z' }, 'future'],
    // It may end in the future: so does today.
    [{ from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }, undefined],
  ])('says of %j %s', (time, problem) => {
    expect(checkTime(time, NOW)).toBe(problem);
  });
});

describe('writeStatisticsAddress', () => {
  const write = (
    search: string,
    wanted: Parameters<typeof writeStatisticsAddress>[1],
  ) => String(writeStatisticsAddress(new URLSearchParams(search), wanted));

  it('says one time only, and nothing of the usual one', () => {
    const from = '2026-11-01T00:00:00.000Z';
    expect(write('since=P1D', { time: { since: null, from } })).toBe(
      `from=${encodeURIComponent(from)}`,
    );
    expect(write(`from=${from}`, { time: { since: 'P30D' } })).toBe(
      'since=P30D',
    );
    expect(write('since=P30D', { time: { since: 'P7D' } })).toBe('');
  });

  it('leaves alone what it is not told of', () => {
    expect(
      write('part=2&since=P1D&environment=prod', {
        narrowed: { workflow: 'e/a', environment: null },
      }),
    ).toBe('part=2&since=P1D&workflow=e%2Fa');
  });
});

describe('timeAsked', () => {
  it.each<[TimeChoice, string, string | undefined]>([
    // To the quarter of an hour that is going on: with each millisecond it would be another question.
    [{ since: 'P1D' }, '2026-11-19T14:45:00.000Z', undefined],
    [{ since: 'P30D' }, '2026-10-21T14:45:00.000Z', undefined],
    [
      { since: null, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
      '2026-11-01T00:00:00.000Z',
      '2026-11-02T00:00:00.000Z',
    ],
    [
      { since: null, to: '2026-11-08T00:00:00Z' },
      '2026-11-01T00:00:00.000Z',
      '2026-11-08T00:00:00.000Z',
    ],
    [
      { since: null, from: '2026-11-01T00:00:00Z' },
      '2026-11-01T00:00:00.000Z',
      undefined,
    ],
    // Open at its end, it goes back no further than the API does.
    [
      { since: null, from: '2016-11-01T00:00:00Z' },
      '2025-10-16T14:32:35.000Z',
      undefined,
    ],
  ])('for %j is from %s to %s', (time, from, to) => {
    const asked = timeAsked(time, NOW);
    expect([iso(asked.from), iso(asked.to)]).toEqual([from, to]);
  });
});
