import fc from 'fast-check';
import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../__testUtils__/appendRuns';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { readEvents } from '../readers/LogEvent';
import { Write } from '../readers/LogHandler';
import { Recorder } from '../recorder/Recorder';
import { FailureReader } from './FailureReader';

jest.setTimeout(120_000);

const TABLES = [
  'failure_groups',
  'failure_group_environments',
  'failure_days',
  'failure_episodes',
  'run_failures',
];
const DAY_MS = 86_400_000;

describeOnDatabases('FailureReader', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let reader: FailureReader;
  let position: number;
  let count = 0;
  let clock: number;

  beforeAll(async () => {
    const database = await createDatabase();
    ({ knex } = database);
    recorder = recorderOn(database.lane);
    reader = new FailureReader(knex);
  });
  beforeEach(async () => {
    for (const table of TABLES) await knex(table).delete();
    for (const table of ['run_live', 'runs', 'steps'])
      await knex(table).delete();
    ({ position } = await knex('log_head').first());
    position = Number(position);
    clock = 10 * DAY_MS;
  });

  const write = async (writes: AsyncIterable<Write>) => {
    for await (const portion of writes) {
      await knex.transaction(trx => portion(trx));
    }
  };
  /** Reads on as the log reader does. */
  const readOn = async () => {
    const events = await readEvents(knex, position, 10_000);
    position = events[events.length - 1]?.position ?? position;
    await write(reader.handle(events));
  };
  const launch = async (environment = 'prod') => {
    count += 1;
    const runId = `run_${count}`;
    clock += 1;
    await recorder.commit(
      newRun(runId, { at: clock, create: { environment } }),
    );
    return runId;
  };
  const record = (runId: string, fact: Partial<RunFact> & { type: string }) => {
    clock += 1;
    return recorder.commit({
      runId,
      facts: [
        {
          at: clock,
          generation: 0,
          from: 'running',
          fromMs: 0,
          ...fact,
        } as RunFact,
      ],
    });
  };
  const fail = (
    runId: string,
    message = 'Order 1 was declined',
    generation = 0,
  ) =>
    record(runId, {
      type: 'run.failed',
      generation,
      durationMs: 1,
      step: 'fetch',
      error: { category: 'bug', code: null, message },
    });
  const succeed = (runId: string, generation = 0) =>
    record(runId, {
      type: 'run.completed',
      generation,
      durationMs: 1,
      partial: false,
    });
  const reopen = (runId: string, generation = 1) =>
    record(runId, {
      type: 'run.reopened',
      generation,
      from: 'failed',
      step: null,
      actor: null,
      reason: null,
      recomputed: [],
      kept: 0,
    });
  const groups = () => knex('failure_groups').orderBy('first_seen');
  const counts = async () =>
    (await knex('failure_group_environments').orderBy(['first_seen'])).map(
      ({ environment, seen, failed, episodes }) => ({
        environment,
        seen,
        failed,
        episodes,
      }),
    );
  const days = async () =>
    (await knex('failure_days').where('runs', '>', 0).orderBy('day')).map(
      ({ day, runs }) => [day, runs],
    );

  it('puts runs that failed alike into one group, and others into another', async () => {
    await fail(await launch(), 'Order 1 was declined');
    await fail(await launch(), 'Order 22 was declined');
    await fail(await launch(), 'The bank is away');
    await readOn();

    expect(await groups()).toMatchObject([
      {
        pattern: 'order <n> was declined',
        step_key: 'fetch',
        error_category: 'bug',
        error_code: null,
        state: 'open',
      },
      { pattern: 'the bank is away' },
    ]);
    expect(await counts()).toMatchObject([
      { seen: 2, failed: 2 },
      { seen: 1, failed: 1 },
    ]);
  });

  it('shows the message of the latest one', async () => {
    await fail(await launch(), 'Order 1 was declined');
    await fail(await launch(), 'Order 22 was declined');
    await readOn();

    const [{ message }] = await knex('failure_group_environments');
    expect(message).toBe('Order 22 was declined');
  });

  it('knows a run that went on as one that has failed, and fails no more', async () => {
    const run = await launch();
    await fail(run);
    await readOn();
    await reopen(run);
    await readOn();

    expect(await counts()).toMatchObject([{ seen: 1, failed: 0 }]);
    await succeed(run, 1);
    await readOn();
    expect(await counts()).toMatchObject([{ seen: 1, failed: 0 }]);
  });

  it('never counts a run as failed that went on before it was read', async () => {
    const run = await launch();
    await fail(run);
    await reopen(run);
    await readOn();

    expect(await counts()).toMatchObject([{ seen: 1, failed: 0 }]);
  });

  it('counts a run once that fails again in the same way, on the day that it did last', async () => {
    const run = await launch();
    await fail(run);
    const first = Math.floor(clock / DAY_MS);
    await reopen(run);
    clock += 2 * DAY_MS;
    await fail(run, 'Order 2 was declined', 1);
    await readOn();

    expect(await counts()).toMatchObject([{ seen: 1, failed: 1 }]);
    expect(await days()).toEqual([[first + 2, 1]]);
  });

  it('knows a run in both groups that fails in another way next time, and as failed in the last', async () => {
    const run = await launch();
    await fail(run);
    await readOn();
    await reopen(run);
    await fail(run, 'The bank is away', 1);
    await readOn();

    expect(await counts()).toMatchObject([
      { seen: 1, failed: 0 },
      { seen: 1, failed: 1 },
    ]);
  });

  it('is told nothing new by what it was told before', async () => {
    const run = await launch();
    const from = position;
    await fail(run);
    await succeed(await launch());
    await fail(await launch());
    await readOn();
    const before = await Promise.all(TABLES.map(table => knex(table)));
    position = from;
    await readOn();

    expect(await Promise.all(TABLES.map(table => knex(table)))).toEqual(before);
  });

  describe('an episode', () => {
    const episodes = async () =>
      (await knex('failure_episodes').orderBy(['environment', 'number'])).map(
        ({ environment, failures, ended_at }) => [
          environment,
          failures,
          ended_at === null ? 'goes on' : 'over',
        ],
      );

    it('is as long as no run of the workflow succeeds', async () => {
      await fail(await launch());
      await fail(await launch());
      await readOn();
      expect(await episodes()).toEqual([['prod', 2, 'goes on']]);

      await succeed(await launch());
      await succeed(await launch());
      await readOn();
      expect(await episodes()).toEqual([['prod', 2, 'over']]);

      await fail(await launch());
      await readOn();
      expect(await episodes()).toEqual([
        ['prod', 2, 'over'],
        ['prod', 1, 'goes on'],
      ]);
      expect(await counts()).toMatchObject([{ episodes: 2 }]);
    });

    it('is the same, read at once', async () => {
      await fail(await launch());
      await succeed(await launch());
      await fail(await launch());
      await fail(await launch());
      await readOn();

      expect(await episodes()).toEqual([
        ['prod', 1, 'over'],
        ['prod', 2, 'goes on'],
      ]);
    });

    it('is over when a run that failed so succeeds after all', async () => {
      const run = await launch();
      await fail(run);
      await reopen(run);
      await succeed(run, 1);
      await readOn();

      expect(await episodes()).toEqual([['prod', 1, 'over']]);
    });

    it('is of one environment, and so is what ends it', async () => {
      await fail(await launch('prod'));
      await fail(await launch('stage'));
      await succeed(await launch('stage'));
      await readOn();

      expect(await episodes()).toEqual([
        ['prod', 1, 'goes on'],
        ['stage', 1, 'over'],
      ]);
    });

    it('is not ended by other workflows', async () => {
      await fail(await launch());
      const other = `run_other_${count}`;
      await recorder.commit(
        newRun(other, { create: { workflowId: 'wfl_2', environment: 'prod' } }),
      );
      await succeed(other);
      await readOn();

      expect(await episodes()).toEqual([['prod', 1, 'goes on']]);
    });

    it('takes in what is told late', async () => {
      await fail(await launch());
      const late = clock;
      await succeed(await launch());
      await readOn();
      const run = await launch();
      clock = late;
      await fail(run);
      await readOn();

      expect(await episodes()).toEqual([['prod', 2, 'over']]);
    });
  });

  describe('a group that was resolved', () => {
    const resolve = async () => {
      clock += 1;
      await knex('failure_groups').update({
        state: 'resolved',
        state_by: 'user:default/ada',
        state_at: clock,
        runbook_url: 'https://acme.test',
      });
    };

    it('is open again when a run fails so, and keeps its runbook', async () => {
      await fail(await launch());
      await readOn();
      await resolve();
      await fail(await launch());
      await readOn();

      expect(await groups()).toMatchObject([
        { state: 'open', state_by: null, runbook_url: 'https://acme.test' },
      ]);
    });

    it('stays so where the failure was before', async () => {
      await fail(await launch());
      await readOn();
      const run = await launch();
      await fail(run);
      await resolve();
      await readOn();

      expect(await groups()).toMatchObject([{ state: 'resolved' }]);
    });
  });

  describe('rebuilt from the tables', () => {
    it('knows what nobody has told it', async () => {
      await fail(await launch(), 'Order 1 was declined');
      await succeed(await launch());
      await fail(await launch(), 'Order 2 was declined');
      await fail(await launch('stage'), 'The bank is away');
      await write(reader.rebuild());

      expect(await counts()).toEqual([
        { environment: 'prod', seen: 2, failed: 2, episodes: 2 },
        { environment: 'stage', seen: 1, failed: 1, episodes: 1 },
      ]);
    });

    it('says the same as before, also where it was cut off', async () => {
      const run = await launch();
      await fail(run);
      await reopen(run);
      await succeed(run, 1);
      await fail(await launch());
      await readOn();
      await knex('failure_groups').update({ state: 'snoozed' });
      const before = await Promise.all(TABLES.map(table => knex(table)));
      for await (const portion of reader.rebuild()) {
        await knex.transaction(trx => portion(trx));
        break;
      }
      await write(reader.rebuild());

      expect(await Promise.all(TABLES.map(table => knex(table)))).toEqual(
        before,
      );
    });

    it('forgets runs that are gone', async () => {
      const run = await launch();
      await fail(run);
      await fail(await launch());
      await readOn();
      await knex('runs').where({ id: run }).delete();
      await write(reader.rebuild());

      expect(await counts()).toMatchObject([{ seen: 1, failed: 1 }]);
      expect(await days()).toEqual([[10, 1]]);
    });

    it('finds what went on meanwhile', async () => {
      const run = await launch();
      await fail(run);
      await readOn();
      await reopen(run);
      await write(reader.rebuild());

      expect(await counts()).toMatchObject([{ seen: 1, failed: 0 }]);
    });
  });

  it('counts what a naive count of all that happened says, however it is read', async () => {
    const what = fc.record({
      run: fc.nat(5),
      environment: fc.constantFrom('prod', 'stage'),
      fails: fc.boolean(),
      message: fc.constantFrom('Order 1 failed', 'Order 2 failed', 'No bank'),
      reads: fc.constantFrom('no', 'on', 'crash', 'twice'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(what, { maxLength: 25 }), async history => {
        for (const table of TABLES) await knex(table).delete();
        for (const table of ['run_live', 'runs', 'steps', 'run_events'])
          await knex(table).delete();
        const runs = new Map<
          number,
          {
            id: string;
            environment: string;
            generation: number;
            failed: string[];
            status: string;
          }
        >();
        for (const { run, environment, fails, message, reads } of history) {
          let known = runs.get(run);
          if (!known) {
            const id = await launch(environment);
            known = { id, environment, generation: 0, failed: [], status: '' };
            runs.set(run, known);
          } else {
            known.generation += 1;
            await reopen(known.id, known.generation);
          }
          known.status = fails ? message : 'completed';
          if (fails) {
            known.failed.push(message);
            await fail(known.id, message, known.generation);
          } else await succeed(known.id, known.generation);
          const before = position;
          if (reads === 'crash') {
            const events = await readEvents(knex, position, 10_000);
            for await (const portion of reader.handle(events)) {
              await knex
                .transaction(async trx => {
                  await portion(trx);
                  throw new Error('killed');
                })
                .catch(() => undefined);
            }
          }
          if (reads === 'on' || reads === 'twice') await readOn();
          if (reads === 'twice') {
            position = before;
            await readOn();
          }
        }
        await readOn();

        const kindOf = (message: string) =>
          message.startsWith('Order') ? 'order <n> failed' : 'no bank';
        const naive = new Map<string, { seen: number; failed: number }>();
        for (const { environment, failed, status } of runs.values()) {
          for (const kind of new Set(failed.map(kindOf))) {
            const key = `${kind} ${environment}`;
            const sum = naive.get(key) ?? { seen: 0, failed: 0 };
            const isFailed = status !== 'completed' && kindOf(status) === kind;
            naive.set(key, {
              seen: sum.seen + 1,
              failed: sum.failed + Number(isFailed),
            });
          }
        }
        const told = await knex('failure_group_environments')
          .join('failure_groups', 'failure_groups.id', 'group_id')
          .select('pattern', 'environment', 'seen', 'failed');
        expect(
          new Map(
            told.map(({ pattern, environment, seen, failed }) => [
              `${pattern} ${environment}`,
              { seen, failed },
            ]),
          ),
        ).toEqual(naive);
        const [{ sum }] = await knex('failure_days').sum({ sum: 'runs' });
        const all = [...naive.values()].reduce((n, { seen }) => n + seen, 0);
        expect(Number(sum)).toBe(all);
      }),
      { numRuns: 40, seed: 20261128 },
    );
  });
});
