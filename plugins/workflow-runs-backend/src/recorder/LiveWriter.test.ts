import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { LaneDatabase } from '../database/LaneDatabase';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { LiveWriter, Speaker } from './LiveWriter';
import { Recorder } from './Recorder';

jest.setTimeout(60_000);

describeOnDatabases('LiveWriter', createDatabase => {
  let knex: Knex;
  let lane: LaneDatabase;
  let recorder: Recorder;
  let live: LiveWriter;
  let transactions: number;
  let problems: unknown[];
  let count = 0;
  let speaker: Speaker;

  const writerOn = (database: LaneDatabase) =>
    new LiveWriter({
      database,
      redaction: plainRedaction(),
      now: () => 5_000,
      onError: error => problems.push(error),
    });

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
    recorder = new Recorder({
      database: lane,
      redaction: plainRedaction(),
      now: () => 1,
    });
  });
  beforeEach(async () => {
    transactions = 0;
    problems = [];
    live = writerOn({
      transaction: work => {
        transactions += 1;
        return lane.transaction(work);
      },
    });
    count += 1;
    speaker = { runId: `run_${count}`, step: 'fetch', item: -1, attempt: 1 };
    await recorder.commit(newRun(speaker.runId));
    await recorder.commit({
      runId: speaker.runId,
      facts: [
        {
          type: 'step.started',
          at: 1,
          generation: 0,
          step: 'fetch',
          item: -1,
          from: 'pending',
          attempt: 1,
          expected: null,
        },
      ],
    });
  });

  const lines = async (runId = speaker.runId) =>
    (await knex('run_logs').where({ run_id: runId }).orderBy('sequence')).map(
      row => ({
        ...row,
        sequence: Number(row.sequence),
        fields: row.fields && JSON.parse(row.fields),
      }),
    );
  const progress = async () => {
    const row = await knex('steps')
      .where({ run_id: speaker.runId, step_key: 'fetch' })
      .first();
    return row.progress && JSON.parse(row.progress);
  };

  it('writes the lines of a while together, numbered for each run', async () => {
    const other = { ...speaker, runId: `${speaker.runId}b` };
    await recorder.commit(newRun(other.runId));
    live.log(speaker, 'info', 'one', { rows: 3 });
    live.log(other, 'warn', 'theirs');
    live.log(speaker, 'error', 'two');
    await live.flush();
    live.log(speaker, 'debug', 'three');
    await live.flush();

    expect(await lines()).toMatchObject([
      {
        sequence: 1,
        level: 'info',
        message: 'one',
        fields: { rows: 3 },
        step_key: 'fetch',
        attempt: 1,
      },
      { sequence: 2, level: 'error', message: 'two', fields: null },
      { sequence: 3, level: 'debug', message: 'three' },
    ]);
    expect(await lines(other.runId)).toMatchObject([
      { sequence: 1, message: 'theirs' },
    ]);
    expect(transactions).toBe(2);
  });

  it('writes by itself after half a second, and nothing where nothing was said', async () => {
    const heard: string[][] = [];
    const stop = live.onFlush(runIds => heard.push(runIds));
    await live.flush();
    expect(transactions).toBe(0);
    live.log(speaker, 'info', 'one');
    live.log(speaker, 'info', 'two');
    await sleep(700);
    await live.flush();
    expect(await lines()).toHaveLength(2);
    expect(transactions).toBe(1);
    expect(heard).toEqual([[speaker.runId]]);
    stop();
  });

  it('takes what is named like a secret out of messages, fields and progress', async () => {
    live.log(speaker, 'info', 'password=hunter2', {
      apiKey: 'abc',
      deep: { note: 'token=abc' },
    });
    live.progress(speaker, { message: 'token=abc', fraction: 0.5 });
    await live.flush();
    expect(await lines()).toMatchObject([
      {
        message: 'password=[redacted:password]',
        fields: {
          apiKey: '[redacted:key]',
          deep: { note: 'token=[redacted:token]' },
        },
      },
    ]);
    expect(await progress()).toEqual({
      message: 'token=[redacted:token]',
      fraction: 0.5,
    });
  });

  it('takes whatever handlers log, and throws nothing at them', async () => {
    const circle: Record<string, any> = {};
    circle.self = circle;
    live.log(speaker, 'info', undefined as unknown as string);
    live.log(speaker, 'info', Object.create(null));
    live.log(speaker, 'info', 'NUL \0 and half a pair \ud800');
    live.log(speaker, 'info', 'circle', circle);
    live.log(speaker, 'info', 'big', { n: 1n as unknown as number });
    live.log(speaker, 'info', 'date', { at: new Date(0) as unknown as string });
    live.log(speaker, 'info', 'long', { text: 'x'.repeat(50_000) });
    live.progress(speaker, { message: 7 as unknown as string, fraction: 1 });
    await live.flush();
    const written = await lines();
    expect(written.map(({ message }) => message)).toEqual([
      'undefined',
      '[object Object]',
      'NUL  and half a pair \ufffd',
      'circle',
      'big',
      'date',
      'long',
    ]);
    const [, , , circular, big, date, long] = written.map(
      ({ fields }) => fields,
    );
    expect(circular.unwritable).toMatch(/circular/);
    expect(big.unwritable).toMatch(/BigInt/);
    expect(date).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(long.truncated).toHaveLength(16_000);
    expect(await progress()).toEqual({ message: '7', fraction: 1 });
    expect(problems).toEqual([]);
  });

  it('cuts long messages, and stops after ten thousand lines with a word about it', async () => {
    live.log(speaker, 'info', 'y'.repeat(40_000));
    for (let i = 2; i <= 10_050; i++) live.log(speaker, 'info', `line ${i}`);
    live.log({ ...speaker, attempt: 2 }, 'info', 'the next attempt');
    await live.flush();
    const written = await lines();
    expect(written).toHaveLength(10_002);
    expect(written[0].message).toHaveLength(16_000);
    expect(written[10_000]).toMatchObject({
      level: 'warn',
      message: 'This attempt has logged 10000 lines; the rest is dropped',
    });
    expect(written[10_001].message).toBe('the next attempt');
    // Whoever has ended may begin again.
    await live.finish(speaker);
    live.log(speaker, 'info', 'anew');
    await live.flush();
    expect(await lines()).toHaveLength(10_003);
  });

  it('keeps the latest progress, of the attempt that runs', async () => {
    live.progress(speaker, { message: 'one', fraction: 0.1 });
    live.progress(speaker, { message: 'two', fraction: 0.2 });
    await live.flush();
    expect(await progress()).toEqual({ message: 'two', fraction: 0.2 });

    live.progress(
      { ...speaker, attempt: 2 },
      { message: 'of no attempt', fraction: 1 },
    );
    await live.flush();
    expect(await progress()).toEqual({ message: 'two', fraction: 0.2 });

    live.progress(speaker, { message: 'too late', fraction: 1 });
    await recorder.commit({
      runId: speaker.runId,
      facts: [
        {
          type: 'step.completed',
          at: 2,
          generation: 0,
          step: 'fetch',
          item: -1,
          from: 'running',
          attempt: 1,
          attemptMs: 1,
          durationMs: 1,
        },
      ],
    });
    await live.flush();
    expect(await progress()).toBeNull();
  });

  it('drops the lines of a run that is gone, and no others', async () => {
    live.log({ ...speaker, runId: 'run_gone' }, 'info', 'hello?');
    live.log(speaker, 'info', 'here');
    await live.flush();
    expect(await lines()).toMatchObject([{ message: 'here' }]);
    expect(await lines('run_gone')).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('loses lines while the database fails, says so, and goes on', async () => {
    let fails = true;
    const failing = writerOn({
      transaction: work => {
        if (fails) throw new Error('away');
        return lane.transaction(work);
      },
    });
    failing.log(speaker, 'info', 'lost');
    await failing.flush();
    expect(problems).toEqual([new Error('away')]);
    fails = false;
    failing.log(speaker, 'info', 'kept');
    await failing.flush();
    expect(await lines()).toMatchObject([{ sequence: 1, message: 'kept' }]);
  });

  it('goes on after a listener that throws', async () => {
    live.onFlush(() => {
      throw new Error('not interested');
    });
    live.log(speaker, 'info', 'one');
    await live.flush();
    live.log(speaker, 'info', 'two');
    await live.flush();
    expect(await lines()).toHaveLength(2);
    expect(problems).toHaveLength(2);
  });

  it('writes beside commits of the same runs, without losing a line', async () => {
    const runs = Array.from({ length: 8 }, (_, i) => ({
      ...speaker,
      runId: `${speaker.runId}_${i}`,
    }));
    await Promise.all(runs.map(({ runId }) => recorder.commit(newRun(runId))));
    for (let round = 0; round < 30; round++) {
      for (const run of [...runs].reverse())
        live.log(run, 'info', `round ${round}`);
      void live.flush();
      for (const { runId } of runs) {
        void recorder.commit({
          runId,
          facts: [
            {
              type: 'run.changed',
              at: round,
              generation: 0,
              blockedReason: null,
            },
          ],
        });
      }
      await sleep(1);
    }
    await live.flush();
    await recorder.idle();
    expect(problems).toEqual([]);
    for (const { runId } of runs) expect(await lines(runId)).toHaveLength(30);
  });
});
