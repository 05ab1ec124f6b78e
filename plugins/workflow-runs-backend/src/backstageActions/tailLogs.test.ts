import { LogLine } from 'backstage-plugin-workflow-runs-common';
import { answerOf } from './__testUtils__/answerOf';
import { tailLogs } from './tailLogs';

const line = (sequence: number, over: Partial<LogLine> = {}): LogLine => ({
  sequence,
  at: '2026-11-21T10:15:00.000Z',
  level: 'info',
  stepKey: 'fetch',
  itemIndex: -1,
  attempt: 1,
  message: `line ${sequence}`,
  fields: null,
  ...over,
});
const long = Array.from({ length: 200 }, (_, i) =>
  line(i + 1, { message: 'x'.repeat(9_000) }),
);

describe('tail-logs', () => {
  it('reads the end', async () => {
    const { output, asked } = await answerOf(
      tailLogs,
      { runId: 'run_1', level: ['warn', 'error'], step: ['a,b'] },
      { listLogs: { items: [line(8), line(9, { fields: { rows: 3 } })] } },
    );

    expect(asked[0][1].query).toEqual({
      limit: 50,
      after: 0,
      end: 'last',
      level: 'warn,error',
      step: 'a\\,b',
    });
    expect(output.lines.map(({ message }) => message)).toEqual([
      'line 8',
      'line 9',
    ]);
    expect(output.lines[1].fields).toEqual({ rows: 3 });
    expect(output.lastSequence).toBe(9);
  });

  it('has room for the last lines of many', async () => {
    const { output } = await answerOf(
      tailLogs,
      { runId: 'run_1', lines: 200 },
      { listLogs: { items: long } },
    );

    expect(output.lastSequence).toBe(200);
    expect(output.lines[0].sequence).toBeGreaterThan(150);
    expect(output.lines[0].message).toBe(`${'x'.repeat(500)}…`);
    expect(output.cut).toHaveLength(1);
  });

  it('misses no line where it reads on', async () => {
    const { output, asked } = await answerOf(
      tailLogs,
      { runId: 'run_1', lines: 200, after: 0 },
      { listLogs: { items: long } },
    );

    expect(asked[0][1].query).toMatchObject({ after: 0, end: 'first' });
    expect(output.lines[0].sequence).toBe(1);
    expect(output.lastSequence).toBe(output.lines.length);
  });

  it('goes on where it was, where nothing has come', async () => {
    const { output } = await answerOf(
      tailLogs,
      { runId: 'run_1', after: 7 },
      { listLogs: { items: [] } },
    );

    expect(output).toEqual({ lines: [], lastSequence: 7, cut: [] });
  });
});
