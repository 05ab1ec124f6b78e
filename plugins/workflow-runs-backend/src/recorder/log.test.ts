import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { describeOnPostgres } from '../__testUtils__/databases';
import { connectionOf, ScriptProcess } from '../__testUtils__/ScriptProcess';
import { AppendMessage, AppendOptions } from '../__testUtils__/appendEvents';
import { newRun } from '../__testUtils__/newRun';
import { Recorder } from './Recorder';

jest.setTimeout(120_000);

const WRITERS = 8;
const EVENTS_OF_EACH = 2_000;
const SHARED_RUNS = 6;

interface Read {
  position: number;
  runId: string;
  number: number;
  name: string;
}

/** Reads as every reader of the log does, all the time, and never looks back. */
async function follow(
  knex: Knex,
  isOver: () => boolean,
): Promise<{ read: Read[]; queries: number; gaps: string[] }> {
  const read: Read[] = [];
  const gaps: string[] = [];
  let position = 0;
  let queries = 0;
  for (;;) {
    // Whether it is over is asked first: what was written before is then in the answer.
    const over = isOver();
    const rows = await knex('run_events')
      .where('position', '>', position)
      .orderBy('position')
      .limit(2_000)
      .select('position', 'run_id', 'number', 'event_key');
    queries += 1;
    for (const row of rows) {
      const next = Number(row.position);
      if (next !== position + 1) gaps.push(`${position} → ${next}`);
      position = next;
      read.push({
        position,
        runId: row.run_id,
        number: row.number,
        name: `${row.run_id} ${row.event_key}`,
      });
    }
    if (over && rows.length === 0) return { read, queries, gaps };
    await sleep(2);
  }
}

describeOnPostgres('the log, written by eight processes', createDatabase => {
  const writers: ScriptProcess<AppendMessage>[] = [];
  let knex: Knex;
  let written: Extract<AppendMessage, { type: 'done' }>[];
  let result: Awaited<ReturnType<typeof follow>>;

  beforeAll(async () => {
    const database = await createDatabase();
    knex = database.knex;
    const recorder = new Recorder({
      database: database.lane,
      redaction: plainRedaction(),
      now: () => Date.now(),
    });
    const sharedRuns = Array.from(
      { length: SHARED_RUNS },
      (_, index) => `run_shared_${index}`,
    );
    for (const runId of sharedRuns) await recorder.commit(newRun(runId));
    for (let writer = 0; writer < WRITERS; writer++) {
      const options: AppendOptions = {
        connection: connectionOf(knex),
        writer,
        events: EVENTS_OF_EACH,
        sharedRuns,
      };
      writers.push(
        ScriptProcess.start(
          require.resolve('../__testUtils__/appendEvents'),
          options,
        ),
      );
    }
    await Promise.all(
      writers.map(writer => writer.message(({ type }) => type === 'ready')),
    );

    let isOver = false;
    const following = follow(knex, () => isOver);
    for (const writer of writers) writer.send({ type: 'go' });
    written = (await Promise.all(
      writers.map(writer => writer.message(({ type }) => type === 'done')),
    )) as typeof written;
    isOver = true;
    result = await following;
  });
  afterAll(() => {
    for (const writer of writers) writer.kill('SIGKILL');
  });

  it('shows a reader that follows it every event, once', () => {
    const names = result.read.map(({ name }) => name).sort();
    const expected = written.flatMap(({ events }) => events);
    for (let index = 0; index < SHARED_RUNS; index++) {
      expected.push(`run_shared_${index} 0/run.queued`);
    }
    expect(names.length).toBeGreaterThan(WRITERS * EVENTS_OF_EACH);
    expect(names).toEqual(expected.sort());
    // It has really read along, and not everything at the end.
    expect(result.queries).toBeGreaterThan(50);
  });

  it('gives out positions without gaps, in the order in which commits become visible', async () => {
    expect(result.gaps).toEqual([]);
    const head = await knex('log_head').where({ id: 1 }).first();
    expect(Number(head.position)).toBe(result.read.length);
    for (const { positions } of written) {
      // Of one lane, what is submitted later comes later.
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    }
  });

  it('numbers the events of each run without gaps, also of runs that all write to', async () => {
    const numbers = new Map<string, number[]>();
    for (const { runId, number } of result.read) {
      numbers.set(runId, [...(numbers.get(runId) ?? []), number]);
    }
    expect(numbers.size).toBe(SHARED_RUNS + WRITERS * 3);
    const live = await knex('run_live').select('run_id', 'last_number');
    for (const { run_id, last_number } of live) {
      expect(numbers.get(run_id)).toEqual(
        Array.from({ length: last_number }, (_, index) => index + 1),
      );
    }
  });
});
