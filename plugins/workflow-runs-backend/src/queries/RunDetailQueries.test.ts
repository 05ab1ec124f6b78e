import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { RunDetailQueries } from './RunDetailQueries';

jest.setTimeout(60_000);

describeOnDatabases('the parts of a run', createDatabase => {
  let knex: Knex;
  let details: RunDetailQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    details = new RunDetailQueries(knex);
    for (const run_id of ['run_1', 'run_2']) {
      await knex.batchInsert(
        'steps',
        Array.from({ length: 12 }, (_, i) => ({
          run_id,
          id: `step_${run_id}_${i}`,
          step_key: `key_${11 - i}`,
          step_number: i + 1,
          name: `Step ${i + 1}`,
          type: 'tool',
          status: 'completed',
          depends_on: '[]',
          updated_at: 0,
        })),
        10,
      );
      await knex.batchInsert(
        'attempts',
        Array.from({ length: 20 }, (_, i) => ({
          run_id,
          step_key: i % 2 ? 'key_1' : 'key_2',
          generation: 0,
          number: Math.floor(i / 2) + 1,
          status: 'completed',
          // Several start in the same millisecond.
          started_at: Math.floor(i / 4),
        })),
        10,
      );
      await knex.batchInsert(
        'run_logs',
        Array.from({ length: 9 }, (_, i) => ({
          run_id,
          sequence: i + 1,
          at: i,
          level: i % 3 ? 'info' : 'error',
          step_key: i < 6 ? 'key_1' : 'key_2',
          message: `${run_id} line ${i + 1}`,
        })),
        10,
      );
    }
  });

  const walk = async <T>(
    page: (after?: string) => Promise<{ items: T[]; nextAfter: string | null }>,
  ) => {
    const sizes: number[] = [];
    const items: T[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const next: { items: T[]; nextAfter: string | null } = await page(
        after || undefined,
      );
      items.push(...next.items);
      sizes.push(next.items.length);
      after = next.nextAfter;
    }
    return { items, sizes };
  };

  it('steps come in pages, in the order of the definition', async () => {
    const { items, sizes } = await walk(after =>
      details.steps('run_1', { limit: 5, after }),
    );

    expect(sizes).toEqual([5, 5, 2]);
    expect(items.map(({ stepNumber }) => stepNumber)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    expect(new Set(items.map(({ runId }) => runId))).toEqual(
      new Set(['run_1']),
    );
  });

  it('a rollback stands behind its step, wherever a page ends', async () => {
    const step = (step_key: string, step_number: number) => ({
      run_id: 'run_back',
      id: `step_${step_key}`,
      step_key,
      step_number,
      name: step_key,
      type: 'tool',
      status: 'completed',
      depends_on: '[]',
      updated_at: 0,
    });
    await knex('steps').insert([
      step('b:compensate', 1),
      step('b', 1),
      step('a:compensate', 2),
      step('a', 2),
    ]);

    const keysInPagesOf = async (limit: number) => {
      const { items } = await walk(after =>
        details.steps('run_back', { limit, after }),
      );
      return items.map(({ stepKey }) => stepKey);
    };
    for (const limit of [1, 2, 3, 4]) {
      expect(await keysInPagesOf(limit)).toEqual([
        'b',
        'b:compensate',
        'a',
        'a:compensate',
      ]);
    }
  });

  it('attempts come in pages, in the order they started, ties by step', async () => {
    const { items, sizes } = await walk(after =>
      details.attempts('run_1', { limit: 7, after }),
    );
    const [whole] = await Promise.all([
      details.attempts('run_1', { limit: 100 }),
    ]);

    expect(sizes).toEqual([7, 7, 6]);
    expect(items).toEqual(whole.items);
    const started = items.map(({ startedAt }) => startedAt);
    expect(started).toEqual([...started].sort());
  });

  it('attempts of one step are those of that step', async () => {
    const { items } = await walk(after =>
      details.attempts('run_1', { limit: 3, after, step: 'key_2' }),
    );

    expect(items.map(({ stepKey, number }) => [stepKey, number])).toEqual(
      Array.from({ length: 10 }, (_, i) => ['key_2', i + 1]),
    );
  });

  it('attempts from a number on are those, of each step', async () => {
    const from = new Map([
      ['key_1', 9],
      ['key_2', 10],
    ]);
    const attempts = await details.attemptsFrom(
      new Map([
        ['run_1', from],
        ['run_2', new Map()],
      ]),
    );

    expect([...attempts.keys()]).toEqual(['run_1']);
    expect(
      attempts
        .get('run_1')!
        .map(({ stepKey, number }) => `${stepKey} ${number}`)
        .sort(),
    ).toEqual(['key_1 10', 'key_1 9', 'key_2 10']);
    expect(await details.attemptsFrom(new Map())).toEqual(new Map());
  });

  it.each([
    [{}, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ after: 6 }, [7, 8, 9]],
    [{ limit: 2 }, [1, 2]],
    [{ level: ['error'] }, [1, 4, 7]],
    [{ step: ['key_2'] }, [7, 8, 9]],
    [{ level: ['error', 'debug'], step: ['key_1'], after: 1 }, [4]],
    [{ after: Number.MAX_SAFE_INTEGER }, []],
    [{ limit: 2, end: 'last' as const }, [8, 9]],
    [{ limit: 2, end: 'last' as const, after: 8 }, [9]],
    [{ limit: 1, end: 'last' as const, level: ['error'] }, [7]],
  ])('lines are narrowed by %j', async (query, expected) => {
    const lines = await details.logs('run_1', {
      after: 0,
      limit: 100,
      ...query,
    });

    expect(lines.map(({ sequence }) => sequence)).toEqual(expected);
    expect(lines.every(({ message }) => message.startsWith('run_1'))).toBe(
      true,
    );
  });

  it('of a run that there is not are none', async () => {
    expect(await details.live(['none'])).toEqual(new Map());
    expect(await details.states('none')).toEqual([]);
    expect(await details.events('none', { after: 2 ** 40, limit: 1 })).toEqual(
      [],
    );
    expect(await details.artifact('none', 'none')).toBeUndefined();
  });
});
