import { aLogLine } from 'backstage-plugin-workflow-runs-react/testing';
import { createColors } from 'picocolors';
import { formatLogLine } from './formatLogLine';
import { lastLines, type LogPage, readLogOf, startOfTail } from './logLines';

const line = (sequence: number) => aLogLine({ sequence });
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('startOfTail', () => {
  it.each([
    ['an empty log', 0, 10, 0],
    ['a short log', 999, 10, 0],
    ['one that fills a page', 1_000, 10, 0],
    ['one line more than a page', 1_001, 10, 991],
    ['a long log', 123_456, 200, 123_256],
    ['nothing of a long log', 5_000, 0, 5_000],
    ['more than there is', 1_500, 9_000, 0],
  ])('finds where to begin in %s', async (_, lines, count, start) => {
    const asked: number[] = [];
    const found = await startOfTail(async after => {
      asked.push(after);
      return after < lines;
    }, count);
    expect(found).toBe(start);
    // Far fewer questions than there are pages.
    expect(asked.length).toBeLessThan(40);
  });
});

describe('lastLines', () => {
  const pages = (all: number[], size: number) => async (after: number) => {
    const left = all.filter(sequence => sequence > after).slice(0, size);
    return {
      lines: left.map(line),
      last: left.at(-1) ?? after,
      isFull: left.length === size,
    } satisfies LogPage;
  };

  it.each([
    [3, [8, 9, 10]],
    [0, []],
    [99, range(1, 10)],
  ])('keeps the last %d of several pages', async (count, expected) => {
    const { lines, last } = await lastLines(pages(range(1, 10), 4), count, 0);
    expect(lines.map(({ sequence }) => sequence)).toEqual(expected);
    expect(last).toBe(10);
  });
});

describe('readLogOf', () => {
  it('asks for what is wanted, and leaves out other attempts and what it has told', async () => {
    const call = jest.fn(async () => ({
      items: [
        aLogLine({ sequence: 4, attempt: 2 }),
        aLogLine({ sequence: 5, attempt: 1 }),
        aLogLine({ sequence: 6, attempt: 2 }),
      ],
    }));
    const read = readLogOf({ call } as any, 'run_1', {
      level: ['warn', 'error'],
      step: ['a,b', 'c'],
      attempt: 2,
    });
    const page = await read(4);
    expect(page.lines.map(({ sequence }) => sequence)).toEqual([6]);
    expect(page).toMatchObject({ last: 6, isFull: false });
    expect(call).toHaveBeenCalledWith(
      'listLogs',
      {
        params: { runId: 'run_1' },
        query: {
          after: 4,
          limit: 1_000,
          level: 'warn,error',
          step: 'a\\,b,c',
        },
      },
      expect.anything(),
    );
  });
});

describe('formatLogLine', () => {
  it.each([
    ['one\n2026-05-02T12:00:00.000Z ERROR run forged', 2],
    ['one\r\ntwo\rthree', 3],
    ['one\u2028two', 2],
  ])('lets %j begin no line of its own', (message, count) => {
    const [first, ...rest] = formatLogLine(
      aLogLine({ message }),
      createColors(false),
    ).split('\n');

    expect(first).toMatch(/ one$/);
    expect(rest).toHaveLength(count - 1);
    expect(rest.every(text => text.startsWith('  '))).toBe(true);
  });
});
