import {
  aLogLine,
  anAttempt,
  aRun,
  aStep,
  at,
} from 'backstage-plugin-workflow-runs-react/testing';
import { findLines } from './filterLogs';
import { logFileOf } from './logFile';
import { logTime } from './logTimes';
import { missingLogs } from './missingLogs';
import { splitAt } from './splitAt';

describe('logFileOf', () => {
  const states = (lines: ReturnType<typeof aLogLine>[]) =>
    logFileOf(
      {
        run: aRun({ status: 'failed' }),
        steps: [aStep({ stepKey: 'b', status: 'skipped' })],
        attempts: [
          anAttempt({ number: 1, status: 'failed' }),
          anAttempt({ number: 2, status: 'completed' }),
        ],
      },
      lines,
    )
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).state);

  it('tells what became of the attempt, the step or the run', () => {
    expect(
      states([
        aLogLine({ attempt: 1 }),
        aLogLine({ attempt: 2 }),
        aLogLine({ stepKey: 'b', attempt: null }),
        aLogLine({ stepKey: null, attempt: null }),
        aLogLine({ stepKey: 'unknown' }),
      ]),
    ).toEqual(['failed', 'completed', 'skipped', 'failed', null]);
  });

  it('is empty without lines', () => {
    expect(logFileOf({ run: aRun(), steps: [], attempts: [] }, [])).toBe('');
  });
});

describe('logTime', () => {
  it.each([
    [at(65.042), '+1:05.042'],
    [at(0), '+0:00.000'],
    [at(-1.5), '-0:01.500'],
  ])('counts %s from the start', (time, expected) => {
    expect(logTime(time, 'since', at(0))).toBe(expected);
  });
});

describe('missingLogs', () => {
  const began = aRun({ status: 'completed' });
  it.each([
    ['engine', began, undefined, false],
    ['queued', aRun({ status: 'queued', startedAt: null }), undefined, true],
    [
      'neverBegan',
      aRun({ status: 'canceled', startedAt: null }),
      undefined,
      true,
    ],
    ['step', began, aStep(), undefined],
    [undefined, began, aStep({ startedAt: at(0) }), undefined],
  ])('%s', (expected, run, step, handsOver) => {
    expect(missingLogs(run, step, handsOver)).toBe(expected);
  });
});

describe('splitAt', () => {
  it.each([
    ['POST /post', 'post', ['POST!', ' /', 'post!']],
    ['abc', ' ', ['abc']],
    ['aaa', 'aa', ['aa!', 'a']],
    // Its lower case is longer.
    ['İstanbul i', 'i', ['İstanbul i']],
  ])('%s at %s', (text, search, expected) => {
    expect(
      splitAt(text, search).map(part => part.text + (part.found ? '!' : '')),
    ).toEqual(expected);
  });
});

describe('findLines', () => {
  it('looks into messages, fields and steps', () => {
    const lines = [
      aLogLine({ message: 'Order 7', stepKey: null }),
      aLogLine({ message: 'x', fields: { order: 7 }, stepKey: null }),
      aLogLine({ message: 'x', stepKey: 'send_order' }),
      aLogLine({ message: 'x' }),
    ];
    expect(findLines(lines, ' ORDER ')).toEqual([0, 1, 2]);
    expect(findLines(lines, ' ')).toEqual([]);
  });
});
