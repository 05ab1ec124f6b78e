import { aLogLine } from 'backstage-plugin-workflow-runs-react/testing';
import { sourceOf } from 'backstage-plugin-workflow-runs-common';
import { filterLogs, LogFilter, logsAsText } from './filterLogs';

const lines = [
  aLogLine({ sequence: 1, level: 'debug', message: 'Opening' }),
  aLogLine({ sequence: 2, level: 'info', stepKey: null, attempt: null }),
  aLogLine({ sequence: 3, level: 'warn', itemIndex: 2 }),
  aLogLine({ sequence: 4, level: 'error', message: 'gave up: 503' }),
  aLogLine({ sequence: 5, level: 'fatal' as never, stepKey: 'other' }),
];
const all: LogFilter = { level: 'debug', step: undefined };

describe('filterLogs', () => {
  it.each([
    [{}, [1, 2, 3, 4, 5]],
    // A level that nobody knows is not hidden.
    [{ level: 'warn' as const }, [3, 4, 5]],
    [{ step: 'load_account' }, [1, 3, 4]],
    [{ step: 'load_account', itemIndex: 2 }, [3]],
    [{ level: 'error' as const, step: 'other' }, [5]],
    [{ step: 'nowhere' }, []],
  ])('%j', (change, sequences) => {
    expect(
      filterLogs(lines, { ...all, ...change }).map(line => line.sequence),
    ).toEqual(sequences);
  });

  it('is the same list while nothing is filtered', () => {
    expect(filterLogs(lines, all)).toBe(lines);
  });
});

describe('sourceOf', () => {
  it('names step, item and attempt', () => {
    expect(lines.map(line => sourceOf(line))).toEqual([
      'load_account · 1',
      'run',
      'load_account[2] · 1',
      'load_account · 1',
      'other · 1',
    ]);
  });
});

describe('logsAsText', () => {
  it('is a line each, with its fields', () => {
    expect(
      logsAsText([
        aLogLine({ fields: { n: 1 } }),
        aLogLine({ level: 'error' }),
      ]),
    ).toBe(
      [
        '2026-11-20T14:31:05.000Z info  load_account · 1 account loaded {"n":1}',
        '2026-11-20T14:31:05.000Z error load_account · 1 account loaded',
      ].join('\n'),
    );
  });
});
