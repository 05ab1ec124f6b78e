import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../__testUtils__/appendRuns';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { readEvents } from '../readers/LogEvent';
import { Write } from '../readers/LogHandler';
import { Recorder } from '../recorder/Recorder';
import { PayloadRecord } from '../recorder/Transition';
import { parseQuery } from './parseQuery';
import { SearchReader } from './SearchReader';
import { TextIndex, textIndexOf } from './TextIndex';

jest.setTimeout(60_000);

describeOnDatabases('SearchReader', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let reader: SearchReader;
  let index: TextIndex;
  let position: number;
  let count = 0;
  let run: string;

  beforeAll(async () => {
    const database = await createDatabase();
    ({ knex } = database);
    recorder = recorderOn(database.lane);
    reader = new SearchReader(knex);
    index = textIndexOf(knex);
  });
  beforeEach(async () => {
    count += 1;
    run = `run_${count}`;
    ({ position } = await knex('log_head').first());
  });

  const write = async (writes: AsyncIterable<Write>) => {
    let portions = 0;
    for await (const portion of writes) {
      await knex.transaction(trx => portion(trx));
      portions += 1;
    }
    return portions;
  };
  /** Reads on as the log reader does; how many transactions it takes. */
  const readOn = async () => {
    const events = await readEvents(knex, position, 1_000);
    position = events[events.length - 1]?.position ?? position;
    return write(reader.handle(events));
  };
  const ids = async (q: string) =>
    (await index.find(parseQuery(`"${q}"`), 1_000)).sort();
  const input = (value: PayloadRecord['value']): PayloadRecord => ({
    step: null,
    item: -1,
    direction: 'input',
    generation: 0,
    value,
  });
  const output = (step: string | null, value: string): PayloadRecord => ({
    ...input(value),
    step,
    direction: 'output',
  });
  const error = { category: 'bug', code: 'E_CARD', message: 'Card declined' };
  const failed = (step = 'fetch'): RunFact => ({
    type: 'step.failed',
    at: 2_000,
    generation: 0,
    step,
    item: -1,
    from: 'running',
    attempt: null,
    attemptMs: 0,
    durationMs: 0,
    error: error as never,
    endsRun: false,
    held: false,
  });
  const ended: RunFact = {
    type: 'run.completed',
    at: 3_000,
    generation: 0,
    from: 'running',
    fromMs: 1,
    durationMs: 1,
    partial: false,
  };

  it('finds a run by its input as soon as it is queued', async () => {
    await recorder.commit(
      newRun(run, { payloads: [input({ customer: `Ada ${run}` })] }),
    );
    await readOn();

    expect(await ids(`customer ada ${run}`)).toEqual([run]);
  });

  it('knows no secret that was taken out', async () => {
    await recorder.commit(
      newRun(run, { payloads: [input({ password: 'hunter2', keep: run })] }),
    );
    await readOn();

    expect(await ids(run)).toEqual([run]);
    expect(await ids('hunter2')).toEqual([]);
  });

  it('finds it by what failed, though it goes on', async () => {
    await recorder.commit(newRun(run));
    await readOn();
    await recorder.commit({ runId: run, facts: [failed()] });
    await readOn();

    expect(await ids('e card')).toContain(run);
    expect(await ids('card declined')).toContain(run);
  });

  it('finds it by what it and its steps have put out, once it has ended', async () => {
    await recorder.commit(newRun(run));
    await recorder.commit({
      runId: run,
      facts: [],
      payloads: [output('fetch', `stepwise ${run}`)],
    });
    await readOn();
    await recorder.commit({
      runId: run,
      facts: [ended],
      payloads: [output(null, `whole ${run}`)],
    });
    await readOn();

    expect(await ids(`stepwise ${run}`)).toEqual([run]);
    expect(await ids(`whole ${run}`)).toEqual([run]);
  });

  it('finds it by what became of a failure', async () => {
    await recorder.commit(newRun(run));
    await readOn();
    const resolution = { note: `seen to ${run}`, actor: null };
    await recorder.commit({
      runId: run,
      facts: [{ type: 'run.changed', at: 4_000, generation: 0, resolution }],
    });
    await readOn();

    expect(await ids(`seen to ${run}`)).toEqual([run]);
  });

  it('finds it by what people have noted', async () => {
    await recorder.commit(newRun(run));
    await readOn();
    const annotation = {
      id: `note_${run}`,
      author: 'user:default/ada',
      note: `asked the bank about ${run}`,
    };
    await recorder.commit({
      runId: run,
      facts: [{ type: 'run.changed', at: 4_000, generation: 0, annotation }],
    });
    await readOn();

    expect(await ids(`the bank about ${run}`)).toEqual([run]);
  });

  it('lets no phrase go from one text to the next', async () => {
    await recorder.commit(
      newRun(run, {
        payloads: [input('alpha'), output(null, 'omega')],
      }),
    );
    await readOn();

    expect(await ids('alpha')).toEqual([run]);
    expect(await ids('alpha omega')).toEqual([]);
  });

  it('reads beyond the first outputs of a wide run', async () => {
    const outputs = Array.from({ length: 50 }, (_, item) => ({
      ...output('fetch', `item ${item} of ${run}`),
      item,
    }));
    await recorder.commit(newRun(run, { payloads: outputs }));
    await readOn();

    expect(await ids(`item 49 of ${run}`)).toEqual([run]);
  });

  it('writes a run once, however much has happened to it', async () => {
    await recorder.commit(newRun(run));
    for (let i = 0; i < 5; i++) {
      const changed = { type: 'run.changed', at: i, generation: 0 } as const;
      await recorder.commit({ runId: run, facts: [changed] });
    }
    const put = jest.fn();
    const listener = ({ sql }: { sql: string }) =>
      /insert into .?run_texts/.test(sql) && put();
    knex.on('query', listener);
    await readOn();
    knex.off('query', listener);

    expect(put).toHaveBeenCalledTimes(1);
  });

  it('has nothing to do for what tells of nothing new', async () => {
    await recorder.commit(newRun(run));
    await readOn();
    await recorder.commit({
      runId: run,
      facts: [
        {
          type: 'run.started',
          at: 1,
          generation: 0,
          from: 'queued',
          fromMs: 0,
        },
      ],
    });

    expect(await readOn()).toBe(0);
  });

  it('writes much in several transactions, each of them short', async () => {
    const runs = Array.from({ length: 10 }, (_, i) => `${run}_${i}`);
    for (const id of runs) {
      const text = `${id} ${'word '.repeat(2_000)}`;
      await recorder.commit(newRun(id, { payloads: [input(text)] }));
    }

    expect(await readOn()).toBe(10);
    expect(await ids(`${runs[9]} word`)).toEqual([runs[9]]);
  });

  it('starts anew from the tables, and forgets runs that are gone', async () => {
    await recorder.commit(newRun(run, { payloads: [input(`kept ${run}`)] }));
    await recorder.commit(
      newRun(`${run}_gone`, { payloads: [input(`gone ${run}`)] }),
    );
    await readOn();
    await knex('runs')
      .where({ id: `${run}_gone` })
      .delete();
    await knex('run_io').where({ run_id: run }).update({ content: '"anew"' });
    await write(reader.rebuild());

    expect(await ids('anew')).toEqual([run]);
    expect(await ids(`kept ${run}`)).toEqual([]);
    expect(await ids(`gone ${run}`)).toEqual([]);
    const runs = await knex('runs').orderBy('id').pluck('id');
    expect(await knex('run_texts').orderBy('run_id').pluck('run_id')).toEqual(
      runs,
    );
  });

  it('forgets a run of which it hears too late', async () => {
    await recorder.commit(newRun(run, { payloads: [input(`late ${run}`)] }));
    await readOn();
    await knex('runs').where({ id: run }).delete();
    position -= 1;
    await readOn();

    expect(await ids(`late ${run}`)).toEqual([]);
  });
});
