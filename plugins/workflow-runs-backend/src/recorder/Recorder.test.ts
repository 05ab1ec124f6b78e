import { Knex } from 'knex';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { LaneDatabase } from '../database/LaneDatabase';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { Recorder } from './Recorder';
import { Claim, KeyTaken, LeaseLost, Transition } from './Transition';

jest.setTimeout(60_000);

describeOnDatabases('Recorder', (createDatabase, isPostgres) => {
  let knex: Knex;
  let lane: LaneDatabase;
  let recorder: Recorder;
  let transactions: number;
  let count = 0;
  let run: string;

  const recorderOn = (database: LaneDatabase) =>
    new Recorder({
      database,
      redaction: plainRedaction(),
      now: () => 5_000,
    });

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
  });
  beforeEach(async () => {
    transactions = 0;
    recorder = recorderOn({
      transaction: work => {
        transactions += 1;
        return lane.transaction(work);
      },
    });
    count += 1;
    run = `run_${count}`;
  });

  const changed = (
    at: number,
    blockedReason: string | null = null,
  ): RunFact => ({
    type: 'run.changed',
    at,
    generation: 0,
    blockedReason,
  });
  const events = async (runId = run) =>
    (await knex('run_events').where({ run_id: runId }).orderBy('number')).map(
      ({ number, event_key }) => `${number} ${event_key}`,
    );
  const engineRun = () => knex('engine_runs').where({ run_id: run }).first();
  const launchKey = (key: string, of = run): Claim => ({
    table: 'launch_keys',
    key: ['workflow_id', 'kind', 'key'],
    row: {
      workflow_id: 'wfl_1',
      kind: 'idempotency_key',
      key,
      run_id: of,
      request_hash: 'hash',
      created_at: 1,
    },
  });
  const requested = (id: string): Transition => ({
    runId: run,
    claims: [
      {
        table: 'actions',
        key: ['id'],
        row: {
          id,
          tenant_id: 'default',
          run_id: run,
          actor: 'user:default/tester',
          idempotency_key: id,
          request_hash: 'hash',
          action: 'cancel',
          step_key: '',
          item_index: -1,
          reason: null,
          status: 'requested',
          requested_at: 1,
        },
      },
    ],
    facts: [],
    wakeAt: 4_000,
  });
  const park = (wakeAt: number | null = null): Transition['fence'] => ({
    epoch: 0,
    leave: { isOver: false, workerId: null, wakeAt, hold: null },
  });

  it('creates a run, tells what happened to it, and seals its values in one commit', async () => {
    const { position } = await recorder.commit(
      newRun(run, {
        sealed: [
          {
            kind: 'data_key',
            step: '',
            item: -1,
            generation: 0,
            keyId: 'k',
            content: Buffer.from('key'),
          },
        ],
        payloads: [
          {
            step: null,
            item: -1,
            direction: 'input',
            generation: 0,
            value: { a: 1 },
          },
        ],
      }),
    );
    expect(await knex('runs').where({ id: run }).first()).toMatchObject({
      status: 'queued',
    });
    expect(
      await knex('steps').where({ run_id: run }).orderBy('step_number'),
    ).toMatchObject([
      {
        step_key: 'fetch',
        status: 'pending',
        step_number: 1,
        depends_on: '[]',
      },
      {
        step_key: 'store',
        status: 'pending',
        step_number: 2,
        depends_on: '["fetch"]',
      },
    ]);
    expect(await engineRun()).toMatchObject({
      definition_hash: 'hash',
      worker_id: null,
    });
    expect(await knex('run_io').where({ run_id: run })).toMatchObject([
      { content: '{"a":1}' },
    ]);
    expect(await knex('sealed_payloads').where({ run_id: run })).toHaveLength(
      1,
    );
    expect(await events()).toEqual(['1 0/run.queued']);
    const live = await knex('run_live').where({ run_id: run }).first();
    expect([
      live.steps_total,
      live.last_number,
      Number(live.last_position),
    ]).toEqual([2, 1, position]);
    expect(transactions).toBe(1);
  });

  it('commits many transitions in few transactions, and keeps their order', async () => {
    await recorder.commit(newRun(run));
    transactions = 0;
    const facts = Array.from({ length: 500 }, (_, at) => changed(at));
    const committed = await Promise.all(
      facts.map(fact => recorder.commit({ runId: run, facts: [fact] })),
    );
    expect(transactions).toBeLessThanOrEqual(3);
    const positions = committed.map(({ position }) => position!);
    expect(positions).toEqual(
      positions.map((_, index) => positions[0] + index),
    );
    expect(await events()).toEqual([
      '1 0/run.queued',
      ...facts.map((_, at) => `${at + 2} 0/run.changed/${at}`),
    ]);
  });

  it('tells each event what permission rules must know, as it is after the transition', async () => {
    await recorder.commit(newRun(run, { create: { tags: ['a'] } }));
    await recorder.commit({
      runId: run,
      facts: [
        {
          type: 'run.canceled',
          at: 1,
          generation: 0,
          from: 'canceling',
          fromMs: 0,
          durationMs: 0,
        },
      ],
    });
    const rows = await knex('run_events')
      .where({ run_id: run })
      .orderBy('number');
    expect(JSON.parse(rows[1].auth)).toEqual({
      workflowId: 'wfl_1',
      tenantId: 'default',
      environment: 'production',
      startedBy: 'user:default/tester',
      tags: ['a'],
      status: 'canceled',
      ended: true,
    });
    expect(Number(rows[1].recorded_at)).toBe(5_000);
  });

  it('takes what an engine tells twice at the same time as two things', async () => {
    await recorder.commit(newRun(run));
    const change = { type: 'run.changed', at: 7, generation: 0 } as const;
    await recorder.commit({
      runId: run,
      fence: { epoch: 0 },
      facts: [
        { ...change, resolution: { note: 'seen to', actor: null } },
        { ...change, needsIntervention: false },
        { ...change, pauseRequested: true },
      ],
    });
    expect(await events()).toEqual([
      '1 0/run.queued',
      '2 0/run.changed/7',
      '3 0/run.changed/7/2',
      '4 0/run.changed/7/3',
    ]);
  });

  describe('where the engine has nothing more to do with a run', () => {
    const over: Transition['fence'] = {
      epoch: 0,
      leave: { isOver: true, workerId: null, wakeAt: null, hold: null },
    };

    it('lets go of it', async () => {
      await recorder.commit(newRun(run));
      await recorder.commit({ runId: run, facts: [], fence: over });
      expect(await engineRun()).toBeUndefined();
    });

    it('does not, where something was asked of it meanwhile', async () => {
      await recorder.commit(newRun(run));
      await Promise.all([
        recorder.commit(requested('act_late')),
        recorder.commit({ runId: run, facts: [], fence: over }),
      ]);
      expect(await engineRun()).toMatchObject({ worker_id: null });
      expect(Number((await engineRun()).wake_at)).toBe(5_000);
    });

    it('takes it up again for a later passage, out of reach of earlier holders', async () => {
      await recorder.commit(newRun(run));
      await recorder.commit({ runId: run, facts: [], fence: over });
      const again = newRun(run).engine!;
      await recorder.commit({
        runId: run,
        facts: [],
        engine: { ...again, epoch: 2 ** 32 },
      });
      await expect(
        recorder.commit({ runId: run, facts: [], fence: { epoch: 0 } }),
      ).rejects.toBeInstanceOf(LeaseLost);
    });
  });

  describe('where a run was launched by another', () => {
    const child = () => `${run}_child`;
    const ends = (generation: number): Transition => ({
      runId: child(),
      facts: [
        {
          type: 'run.completed',
          at: 2,
          generation,
          from: 'running',
          fromMs: 1,
          durationMs: 1,
          partial: false,
        },
      ],
      tells: { runId: run, step: 'fetch', item: -1, attempt: 1 },
    });
    const messages = () => knex('run_messages').where({ run_id: run });

    beforeEach(async () => {
      await recorder.commit(newRun(run));
      await recorder.commit(newRun(child()));
    });

    it('tells that one that it has ended, and wakes it', async () => {
      await recorder.commit(ends(0));
      expect(await messages()).toMatchObject([
        {
          child_run_id: child(),
          step_key: 'fetch',
          item_index: -1,
          attempt: 1,
        },
      ]);
      expect(Number((await engineRun()).wake_at)).toBe(5_000);
    });

    it.each(['before', 'after'])(
      'wakes it also where it is let go of at the same time, %s that',
      async order => {
        const both: Transition[] = [
          ends(0),
          { runId: run, facts: [], fence: park() },
        ];
        if (order === 'before') both.reverse();
        await Promise.all(both.map(one => recorder.commit(one)));
        expect(Number((await engineRun()).wake_at)).toBe(5_000);
      },
    );

    it('does not wake it again for what it has read', async () => {
      await recorder.commit(ends(0));
      await recorder.commit({
        runId: run,
        facts: [],
        fence: park(),
        read: [{ childRunId: child(), generation: 0 }],
      });
      expect(await messages()).toEqual([]);
      expect((await engineRun()).wake_at).toBeNull();
    });
  });

  describe('where facts are told again', () => {
    it('takes them once, in one batch and later', async () => {
      await recorder.commit(newRun(run));
      const again = () =>
        recorder.commit({ runId: run, facts: [changed(1), changed(2)] });
      const [first, second] = await Promise.all([again(), again()]);
      const third = await again();
      expect(first.position).toEqual(expect.any(Number));
      expect([second.position, third.position]).toEqual([null, null]);
      expect(await events()).toEqual([
        '1 0/run.queued',
        '2 0/run.changed/1',
        '3 0/run.changed/2',
      ]);
    });

    it('takes those that are new', async () => {
      await recorder.commit(newRun(run));
      await recorder.commit({ runId: run, facts: [changed(1, 'first')] });
      await recorder.commit({
        runId: run,
        facts: [changed(1, 'twice'), changed(2, 'new')],
      });
      expect(await events()).toHaveLength(3);
      expect(await knex('runs').where({ id: run }).first()).toMatchObject({
        blocked_reason: 'new',
      });
    });

    it('refuses them from an engine, which must know what it has decided', async () => {
      await recorder.commit(newRun(run));
      const decided: Transition = {
        runId: run,
        fence: { epoch: 0 },
        facts: [changed(1)],
      };
      await recorder.commit(decided);
      await expect(recorder.commit(decided)).rejects.toThrow();
      expect(await events()).toHaveLength(2);
    });
  });

  describe('where a run has been claimed anew', () => {
    it('refuses what is decided under the earlier claim, and nothing else', async () => {
      await recorder.commit(newRun(run));
      await recorder.commit(newRun(`${run}b`));
      await knex('engine_runs').where({ run_id: run }).update({ epoch: 7 });
      const results = await Promise.allSettled([
        recorder.commit({
          runId: run,
          fence: { epoch: 6 },
          facts: [changed(1)],
        }),
        recorder.commit({
          runId: run,
          fence: { epoch: 7 },
          facts: [changed(2)],
        }),
        recorder.commit({
          runId: `${run}b`,
          fence: { epoch: 0 },
          facts: [changed(3)],
        }),
      ]);
      expect(transactions).toBe(3);
      expect(results[0]).toMatchObject({ reason: expect.any(LeaseLost) });
      expect(results.slice(1).map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
      ]);
      expect(await events()).toEqual(['1 0/run.queued', '2 0/run.changed/2']);
    });

    it('does not let the earlier holder change who holds it', async () => {
      await recorder.commit(newRun(run));
      await knex('engine_runs')
        .where({ run_id: run })
        .update({ epoch: 2, worker_id: 'wkr_2' });
      await expect(
        recorder.commit({
          runId: run,
          fence: { ...park(9)!, epoch: 1 },
          facts: [],
        }),
      ).rejects.toThrow('The lease on run');
      expect(await engineRun()).toMatchObject({ worker_id: 'wkr_2' });
    });

    it('refuses everything of a run that has ended', async () => {
      await recorder.commit(newRun(run));
      await knex('engine_runs').where({ run_id: run }).delete();
      await expect(
        recorder.commit({ runId: run, fence: { epoch: 0 }, facts: [] }),
      ).rejects.toThrow(LeaseLost);
    });
  });

  it('leaves the run as the last transition of a batch leaves it', async () => {
    await recorder.commit(newRun(run));
    await knex('engine_runs')
      .where({ run_id: run })
      .update({ worker_id: 'wkr_1' });
    await Promise.all([
      recorder.commit({ runId: run, fence: { epoch: 0 }, facts: [changed(1)] }),
      recorder.commit({ runId: run, fence: park(9_000), facts: [changed(2)] }),
      recorder.commit({ runId: run, fence: { epoch: 0 }, facts: [changed(3)] }),
    ]);
    const { worker_id, wake_at } = await engineRun();
    expect([worker_id, Number(wake_at)]).toEqual([null, 9_000]);
  });

  describe('where something is asked of a run that is being let go', () => {
    const wakeAt = async () => {
      const { wake_at } = await engineRun();
      return wake_at === null ? null : Number(wake_at);
    };

    it.each<[string, () => Promise<unknown>]>([
      [
        'before',
        async () => {
          await recorder.commit(requested(`act_${run}`));
          await recorder.commit({
            runId: run,
            fence: park(),
            facts: [changed(1)],
          });
        },
      ],
      [
        'in the same batch',
        () =>
          Promise.all([
            recorder.commit(requested(`act_${run}`)),
            recorder.commit({ runId: run, fence: park(), facts: [changed(1)] }),
          ]),
      ],
      [
        'afterwards',
        async () => {
          await recorder.commit({
            runId: run,
            fence: park(),
            facts: [changed(1)],
          });
          await recorder.commit(requested(`act_${run}`));
        },
      ],
    ])('makes it due: %s', async (_, happen) => {
      await recorder.commit(newRun(run));
      await happen();
      expect(await wakeAt()).not.toBeNull();
      expect((await engineRun()).worker_id).toBeNull();
    });

    it('lets it rest where the request has been answered', async () => {
      await recorder.commit(newRun(run));
      await recorder.commit(requested(`act_${run}`));
      await recorder.commit({
        runId: run,
        fence: park(),
        facts: [],
        actions: [
          { id: `act_${run}`, status: 'failed', message: 'password=x' },
        ],
      });
      expect(await wakeAt()).toBeNull();
      expect(
        await knex('actions').where({ run_id: run }).first(),
      ).toMatchObject({
        status: 'failed',
        message: 'password=[redacted:password]',
      });
    });
  });

  describe('where a key is taken', () => {
    it('refuses the second, in one batch and later, and all of it', async () => {
      const launch = (id: string) =>
        recorder.commit(newRun(id, { claims: [launchKey(`key ${run}`, id)] }));
      const [first, second] = await Promise.allSettled([
        launch(run),
        launch(`${run}b`),
      ]);
      expect(first.status).toBe('fulfilled');
      expect(second).toMatchObject({ reason: expect.any(KeyTaken) });
      await expect(launch(`${run}c`)).rejects.toThrow(KeyTaken);
      expect(
        await knex('runs')
          .whereIn('id', [run, `${run}b`, `${run}c`])
          .pluck('id'),
      ).toEqual([run]);
    });

    it('gives back the keys that it had already', async () => {
      await recorder.commit(
        newRun(run, { claims: [launchKey(`taken ${run}`)] }),
      );
      const claims = [
        launchKey(`free ${run}`, `${run}b`),
        launchKey(`taken ${run}`, `${run}b`),
      ];
      await expect(
        recorder.commit(newRun(`${run}b`, { claims })),
      ).rejects.toMatchObject({
        claim: claims[1],
      });
      await recorder.commit(
        newRun(`${run}c`, { claims: [launchKey(`free ${run}`, `${run}c`)] }),
      );
    });
  });

  it('commits all but the one that the database cannot take', async () => {
    await recorder.commit(newRun(run));
    const bad: Transition = {
      runId: run,
      facts: [{ ...changed(50), generation: 'none' as unknown as number }],
    };
    // SQLite takes anything for a number: there, a null where none may be.
    if (!isPostgres)
      bad.facts = [{ ...changed(50), generation: null as unknown as number }];
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, at) =>
        recorder.commit(at === 50 ? bad : { runId: run, facts: [changed(at)] }),
      ),
    );
    expect(
      results.flatMap(({ status }, at) => (status === 'rejected' ? [at] : [])),
    ).toEqual([50]);
    const numbers = (
      await knex('run_events').where({ run_id: run }).orderBy('position')
    ).map(({ number }) => number);
    expect(numbers).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });

  it('refuses what is about a run that there is not', async () => {
    await expect(
      recorder.commit({ runId: 'run_none', facts: [changed(1)] }),
    ).rejects.toThrow('There is no run run_none');
  });

  it('tries again where the database chose it as the victim of a deadlock', async () => {
    await recorder.commit(newRun(run));
    let victims = 2;
    const unlucky = recorderOn({
      transaction: work =>
        lane.transaction(async tx => {
          const result = await work(tx);
          if (victims > 0) {
            victims -= 1;
            throw Object.assign(new Error('deadlock'), { code: '40P01' });
          }
          return result;
        }),
    });
    await unlucky.commit({ runId: run, facts: [changed(1)] });
    expect(await events()).toEqual(['1 0/run.queued', '2 0/run.changed/1']);
  });

  describe('where the connection breaks, and nobody knows whether it has committed', () => {
    /** Breaks after or before the first commit; in between, something may happen. */
    function breaking(
      when: 'after' | 'before',
      meanwhile: () => Promise<unknown> = async () => {},
    ): Recorder {
      let broken = false;
      return recorderOn({
        async transaction(work) {
          if (broken) return lane.transaction(work);
          broken = true;
          if (when === 'after') await lane.transaction(work);
          await meanwhile();
          throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
        },
      });
    }
    const decided = (leave?: NonNullable<Transition['fence']>['leave']) => ({
      runId: run,
      fence: { epoch: 0, leave },
      facts: [changed(1, 'decided')],
    });
    const claimedByAnother = () =>
      knex('engine_runs').where({ run_id: run }).update({ epoch: 1 });

    it.each(['after', 'before'] as const)(
      'has written everything once (%s the commit)',
      async when => {
        await recorder.commit(newRun(run));
        const broken = breaking(when);
        const created = `${run}b`;
        const results = await Promise.all([
          broken.commit(
            newRun(created, { claims: [launchKey(`key ${run}`, created)] }),
          ),
          broken.commit(decided()),
          broken.commit({ ...requested(`act_${run}`), facts: [changed(2)] }),
        ]);
        expect(await events()).toEqual([
          '1 0/run.queued',
          '2 0/run.changed/1',
          '3 0/run.changed/2',
        ]);
        expect(await events(created)).toEqual(['1 0/run.queued']);
        const log = await knex('run_events')
          .whereIn('run_id', [run, created])
          .orderBy('position');
        expect(results.map(({ position }) => position)).toEqual(
          log.slice(1).map(({ position }) => Number(position)),
        );
      },
    );

    if (isPostgres) {
      it('has written everything once, wherever the server has cut it off', async () => {
        await recorder.commit(newRun(run));
        const cutOff = async () => {
          await knex.raw(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          );
        };
        const commits: Promise<unknown>[] = [];
        for (let at = 1; at <= 60; at++) {
          commits.push(
            recorder.commit({
              runId: run,
              fence: { epoch: 0 },
              facts: [changed(at)],
            }),
          );
          await new Promise(resolve => {
            setTimeout(resolve, 2);
          });
          if (at % 15 === 0) await cutOff();
        }
        await Promise.all(commits);
        expect(await events()).toEqual([
          '1 0/run.queued',
          ...commits.map(
            (_, index) => `${index + 2} 0/run.changed/${index + 1}`,
          ),
        ]);
      });
    }

    it('writes what has no facts again, which changes nothing', async () => {
      await recorder.commit(newRun(run));
      await breaking('after').commit({
        runId: run,
        fence: { ...park(9_000)! },
        facts: [],
      });
      expect(Number((await engineRun()).wake_at)).toBe(9_000);
    });

    it('does not let go on who has lost the run meanwhile', async () => {
      await recorder.commit(newRun(run));
      const holding = {
        isOver: false,
        workerId: 'wkr_1',
        wakeAt: null,
        hold: null,
      };
      await expect(
        breaking('after', claimedByAnother).commit(decided(holding)),
      ).rejects.toThrow(LeaseLost);
    });

    it.each([
      ['refuses a creation where another has claimed the run', true],
      ['minds nothing of a creation that is still its own', false],
    ])('%s', async (_, isTaken) => {
      const meanwhile = isTaken ? claimedByAnother : undefined;
      const created = breaking('after', meanwhile).commit(
        newRun(run, { fence: { epoch: 0 } }),
      );
      const outcome = await created.catch(error => error);
      expect(outcome instanceof LeaseLost).toBe(isTaken);
      expect(await events()).toEqual(['1 0/run.queued']);
    });

    it('but minds nothing where it has let go of it by that', async () => {
      await recorder.commit(newRun(run));
      await breaking('after', claimedByAnother).commit({
        ...decided(),
        fence: park(),
      });
      expect(await events()).toEqual(['1 0/run.queued', '2 0/run.changed/1']);
    });
  });

  it('tells those who listen after the commit, and does not mind when they fail', async () => {
    await recorder.commit(newRun(run));
    const heard: unknown[] = [];
    recorder.onCommit(() => {
      throw new Error('not interested');
    });
    const stop = recorder.onCommit(committed => heard.push(committed));
    const { position } = await recorder.commit({
      runId: run,
      facts: [changed(1)],
    });
    expect(heard).toEqual([[{ runId: run, position }]]);
    stop();
    await recorder.commit({ runId: run, facts: [changed(2)] });
    expect(heard).toHaveLength(1);
    expect(await events()).toHaveLength(3);
  });

  it('cuts what would be too long to show, and says how long it was', async () => {
    await recorder.commit(newRun(run));
    await recorder.commit({
      runId: run,
      facts: [],
      payloads: [
        {
          step: 'fetch',
          item: -1,
          direction: 'output',
          generation: 0,
          value: 'x'.repeat(100_000),
        },
      ],
    });
    const row = await knex('run_io').where({ run_id: run }).first();
    expect(JSON.parse(row.content)).toBe(`"${'x'.repeat(64 * 1024 - 1)}`);
    expect([row.bytes, Boolean(row.truncated)]).toEqual([100_002, true]);
  });

  it('keeps within their columns what redaction makes longer', async () => {
    await recorder.commit(newRun(run));
    const code = `${'c'.repeat(190)} token=x`;
    const error = { category: 'bug' as const, code, message: 'no' };
    await recorder.commit({
      runId: run,
      facts: [
        {
          type: 'step.failed',
          at: 1,
          generation: 0,
          step: 'fetch',
          item: -1,
          from: 'retrying',
          attempt: 1,
          attemptMs: 0,
          durationMs: 0,
          endsRun: true,
          held: false,
          error,
        },
      ],
      artifacts: [
        {
          id: `art_${run}`,
          step: 'fetch',
          item: -1,
          generation: 0,
          attempt: 1,
          name: `${'n'.repeat(248)} token=x`,
          contentType: 'text/\0plain',
          bytes: 1,
          sha256: 'x',
          store: 's',
        },
      ],
    });
    const step = await knex('steps')
      .where({ run_id: run, step_key: 'fetch' })
      .first();
    expect(step.error_code).toHaveLength(200);
    const [artifact] = await knex('artifacts').where({ run_id: run });
    expect(artifact).toMatchObject({ content_type: 'text/plain' });
    expect(artifact.name).toHaveLength(256);
  });
});
