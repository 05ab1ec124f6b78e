import { Knex } from 'knex';
import { RunFact, runFactSchema } from 'backstage-plugin-workflow-runs-common';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import {
  cases,
  FactCase,
  FactType,
  fetch,
  retrying,
  started,
} from './__fixtures__/factCases';
import { project } from './project';
import { Recorder } from './Recorder';

jest.setTimeout(60_000);

describeOnDatabases('a fact', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  beforeAll(async () => {
    const database = await createDatabase();
    knex = database.knex;
    recorder = new Recorder({
      database: database.lane,
      redaction: plainRedaction(),
      now: () => 9_001,
    });
  });

  /** Numbers may come as text, and truth as a number. */
  const plain = (row: Record<string, unknown>, like: object) =>
    Object.fromEntries(
      Object.entries(like).map(([column, expected]) => {
        const value = row[column];
        if (value === null || typeof expected === 'string')
          return [column, value];
        return [
          column,
          typeof expected === 'boolean' ? Boolean(value) : Number(value),
        ];
      }),
    );

  const all = Object.entries(cases) as [FactType, FactCase<FactType>][];
  it.each(all)('%s changes what is known', async (type, example) => {
    const runId = `run_${type}`;
    await recorder.commit(newRun(runId));
    const fact = { type, at: 9_000, generation: 0, ...example.fact } as RunFact;
    expect(runFactSchema.parse(fact)).toEqual(fact);
    if (type !== 'run.queued') {
      await recorder.commit({
        runId,
        facts: [...(example.after ?? []), fact],
        worker: 'wkr_1',
      });
    }

    const latest = (table: string, order: string) =>
      knex(table).where({ run_id: runId }).orderBy(order, 'desc').first();
    const rows = {
      run: await knex('runs').where({ id: runId }).first(),
      live: await latest('run_live', 'run_id'),
      step: await knex('steps')
        .where({ run_id: runId, step_key: 'fetch' })
        .first(),
      attempt: await latest('attempts', 'number'),
      state: await latest('run_states', 'number'),
      decision: await latest('decisions', 'asked_at'),
      annotation: await latest('annotations', 'number'),
    };
    const { fact: _said, after: _after, ...expected } = example;
    const found = Object.entries(expected).map(([name, columns]) => [
      name,
      plain(rows[name as keyof typeof rows], columns),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
    const event = await latest('run_events', 'number');
    expect(event).toMatchObject({ type, schema_version: 1, mode: 'live' });
    // A new run is queued by the transition that creates it, at a time of its own.
    const at = type === 'run.queued' ? 1_000 : 9_000;
    expect(Number(event.occurred_at)).toBe(at);
    expect(Number(event.recorded_at)).toBe(9_001);
    const { type: _, at: __, generation: ___, ...said } = fact;
    expect(Object.keys(JSON.parse(event.payload)).sort()).toEqual(
      Object.keys(said).sort(),
    );
    expect(event.payload).not.toContain('abc');
  });

  it('about a step that had failed between two attempts leaves the settled attempt as it was', async () => {
    const runId = 'run_between';
    await recorder.commit(newRun(runId));
    const times = { attempt: 1, attemptMs: 0, durationMs: 30 };
    const about = {
      at: 9_000,
      generation: 0,
      ...fetch,
      from: 'retrying' as const,
      ...times,
    };
    await recorder.commit({ runId, facts: [started(1), retrying] });
    await recorder.commit({
      runId,
      facts: [{ type: 'step.canceled', ...about }],
    });
    const [attempt] = await knex('attempts').where({ run_id: runId });
    expect(attempt.status).toBe('failed');
    expect(Number(attempt.duration_ms)).toBe(20);
  });

  const committed = async (runId: string, ...facts: RunFact[]) => {
    await recorder.commit(newRun(runId));
    await recorder.commit({ runId, facts });
    const [step] = await knex('steps').where({
      run_id: runId,
      step_key: 'fetch',
    });
    const attempts = await knex('attempts').where({ run_id: runId });
    return { step, attempts };
  };
  const about = { at: 9_000, generation: 0, ...fetch } as const;

  it('about a fan-out that starts tells how many items it has, and no worker', async () => {
    const { step, attempts } = await committed('run_items', {
      type: 'step.started',
      ...about,
      from: 'pending',
      attempt: 1,
      expected: null,
      waitingFor: { kind: 'items', items: 7 },
    });
    expect(step.item_count).toBe(7);
    expect(JSON.parse(step.waiting_for)).toEqual({ kind: 'items', items: 7 });
    expect(attempts[0].worker).toBeNull();
  });

  it('about an item that has used something counts for its fan-out and its run', async () => {
    const items = { kind: 'items', items: 2 } as const;
    const isItem = { item: 1, from: 'running', attempt: 1 } as const;
    const runId = 'run_used';
    await recorder.commit(newRun(runId));
    await recorder.commit({
      runId,
      steps: [0, 1].map(item => ({
        step: 'fetch',
        item,
        number: 1,
        name: 'Fetch',
        type: 'map',
        dependsOn: [],
        handler: null,
        retry: null,
      })),
      facts: [
        {
          type: 'step.started',
          ...about,
          from: 'pending',
          attempt: 1,
          expected: null,
          waitingFor: items,
        },
        {
          type: 'step.failed',
          ...about,
          ...isItem,
          attemptMs: 5,
          durationMs: 5,
          error: { category: 'bug', code: null, message: 'no' },
          endsRun: false,
          held: false,
          usage: { tokens: 3 },
        },
        {
          type: 'step.completed',
          ...about,
          ...isItem,
          item: 0,
          attemptMs: 5,
          durationMs: 5,
          usage: { tokens: 4, computeMs: 9 },
        },
      ],
    });
    const steps = await knex('steps')
      .where({ run_id: runId, step_key: 'fetch' })
      .orderBy('item_index');
    const live = await knex('run_live').where({ run_id: runId }).first();
    const used = [...steps, live].map(row => [row.tokens, row.compute_ms]);
    expect(used.map(row => row.map(n => (n === null ? n : Number(n))))).toEqual(
      [
        [7, 9],
        [4, 9],
        [3, null],
        [7, 9],
      ],
    );
  });

  it('about an operator who has it tried again lets the policy begin anew', async () => {
    const { step, attempts } = await committed(
      'run_again',
      started(1),
      { ...retrying, at: 3_000 },
      {
        ...(retrying as Extract<RunFact, { type: 'step.retrying' }>),
        ...about,
        from: 'failed',
        expected: false,
      },
    );
    expect(step).toMatchObject({ status: 'retrying', tries: 0 });
    expect(Number(step.started_at)).toBe(9_000);
    expect([step.completed_at, step.duration_ms]).toEqual([null, null]);
    expect(attempts[0].status).toBe('failed');
    expect(Number(attempts[0].completed_at)).toBe(3_000);
  });

  it.each([
    [
      'skipped',
      { type: 'step.skipped', reason: 'forced', attempt: 1, attemptMs: 5 },
    ],
    [
      'completed',
      {
        type: 'step.completed',
        forced: true,
        attempt: 1,
        attemptMs: 5,
        durationMs: 5,
      },
    ],
  ])(
    'about an operator who has %s a step says that its attempt did not do it',
    async (status, said) => {
      const { step, attempts } = await committed(
        `run_forced_${status}`,
        started(1),
        { ...about, from: 'running', ...said } as RunFact,
      );
      expect(step.status).toBe(status);
      expect(attempts).toMatchObject([{ status: 'canceled' }]);
    },
  );

  it('about a reminder asks nobody twice', async () => {
    const { step } = await committed(
      'run_reminded',
      {
        type: 'step.waiting_human',
        ...about,
        at: 3_000,
        from: 'pending',
        attempt: null,
        attemptMs: 0,
        notice: 'asked',
        waitingFor: {
          kind: 'approval',
          approvers: [],
          since: 3_000,
          dueAt: null,
        },
      },
      {
        type: 'step.waiting_human',
        ...about,
        from: 'waiting_human',
        attempt: null,
        attemptMs: 0,
        notice: 'escalated',
        waitingFor: {
          kind: 'approval',
          approvers: ['user:default/b'],
          since: 3_000,
          dueAt: null,
        },
      },
    );
    expect(JSON.parse(step.waiting_for).approvers).toEqual(['user:default/b']);
    expect(
      await knex('decisions').where({ run_id: 'run_reminded' }),
    ).toHaveLength(1);
  });

  it('that the projection does not know is refused', () => {
    const fact = {
      type: 'run.teleported',
      at: 1,
      generation: 0,
    } as unknown as RunFact;
    expect(() =>
      project(fact, { runId: 'run_1', number: 1, worker: null }),
    ).toThrow('Unknown fact: run.teleported');
  });
});
