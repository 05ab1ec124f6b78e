import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { Visibility } from './condition';
import { RunQueries } from './RunQueries';

jest.setTimeout(60_000);

const ownedBy = (...values: string[]): Visibility => ({
  field: 'owner',
  values,
});
const named = (...values: string[]): Visibility => ({
  field: 'workflow',
  values,
});

describeOnDatabases('RunQueries', createDatabase => {
  let knex: Knex;
  let queries: RunQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    queries = createRunQueries(knex);
    await insertWorkflow(knex, {
      id: 'wfl_a',
      name: 'a',
      owners: ['group:default/a', 'user:default/ada'],
      entityRef: 'component:default/a',
    });
    await insertWorkflow(knex, {
      id: 'wfl_b',
      name: 'b',
      owners: ['group:default/b'],
      entityRef: 'component:default/b',
    });
    await insertWorkflow(knex, { id: 'wfl_c', engine: 'other', name: 'c/d' });
    // Seven at each moment: ties are the rule.
    await insertRuns(
      knex,
      Array.from({ length: 70 }, (_, i) => ({
        id: `run_${String((i * 37) % 70).padStart(3, '0')}`,
        workflowId: ['wfl_a', 'wfl_b', 'wfl_c'][i % 3],
        orderedAt: 1_000 + Math.floor(i / 7),
        status: i % 5 === 0 ? ('failed' as const) : ('completed' as const),
      })),
    );
  });

  const idsOf = async (
    filter: Parameters<RunQueries['list']>[0]['filter'],
    visibility: Visibility = 'all',
    limit = 200,
  ) => {
    const { items } = await queries.list({ filter, limit }, visibility);
    return items.map(({ id }) => id);
  };
  /** Walks all pages, and calls back between them. */
  const walk = async (
    limit: number,
    visibility: Visibility,
    between: () => Promise<void> = async () => {},
  ) => {
    const ids: string[] = [];
    let token: string | undefined;
    do {
      const page = await queries.list({ filter: {}, limit, token }, visibility);
      ids.push(...page.items.map(({ id }) => id));
      token = page.nextToken ?? undefined;
      await between();
    } while (token);
    return ids;
  };

  describe('a list', () => {
    it('is newest first, ties by id', async () => {
      const rows = await knex('runs').select('id', 'ordered_at');
      const expected = rows
        .sort((a, b) => b.ordered_at - a.ordered_at || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);

      expect(await idsOf({})).toEqual(expected);
      expect(
        await idsOf({}, named('embedded/a', 'embedded/b', 'other/c/d')),
      ).toEqual(expected);
    });

    it.each([1, 2, 7, 8, 69, 70, 71])(
      'comes in pages of %d without gap or repetition',
      async limit => {
        const whole = await idsOf({});

        expect(await walk(limit, 'all')).toEqual(whole);
        const visible = ownedBy('group:default/a', 'group:default/b');
        expect(await walk(limit, visible)).toEqual(await idsOf({}, visible));
      },
    );

    it('has no next page after the last run', async () => {
      const page = await queries.list({ filter: {}, limit: 70 }, 'all');

      expect(page.nextToken).toBeNull();
    });

    it('stays where it is while runs arrive', async () => {
      const before = await idsOf({});
      let arrived = 0;
      const seen = await walk(9, 'all', async () => {
        arrived += 1;
        const id = `run_zz${arrived}`;
        await insertRuns(knex, [
          { id, workflowId: 'wfl_a', orderedAt: 5_000 + arrived },
        ]);
      });
      await knex('runs').where('ordered_at', '>=', 5_000).delete();

      expect(seen).toEqual(before);
    });

    it('is narrowed by each filter, and by all of them together', async () => {
      const count = async (
        where: object,
        filter: Parameters<typeof idsOf>[0],
      ) => {
        const expected = await knex('runs').where(where).pluck('id');
        expect((await idsOf(filter)).sort()).toEqual(expected.sort());
        expect(expected).not.toHaveLength(0);
      };

      await count({ status: 'failed' }, { status: ['failed'] });
      await count({ workflow_id: 'wfl_b' }, { workflow: ['embedded/b'] });
      await count({ workflow_id: 'wfl_c' }, { workflow: ['other/c/d'] });
      await count(
        { workflow_id: 'wfl_a' },
        { entity: ['component:default/a'] },
      );
      await count(
        { workflow_id: 'wfl_a', status: 'failed' },
        {
          workflow: ['embedded/a', 'embedded/b'],
          entity: ['component:default/a'],
          status: ['failed', 'queued'],
        },
      );
    });

    it.each([
      { workflow: ['embedded/none'] },
      { workflow: ['nonsense'] },
      { entity: ['component:default/none'] },
      { workflow: ['embedded/a'], entity: ['component:default/b'] },
      { status: ['paused' as const] },
    ])('is empty for %j', async filter => {
      expect(await idsOf(filter)).toEqual([]);
    });

    it('never goes beyond what is visible, whatever is asked for', async () => {
      const a = await knex('runs').where({ workflow_id: 'wfl_a' }).pluck('id');

      expect((await idsOf({}, ownedBy('user:default/ada'))).sort()).toEqual(
        a.sort(),
      );
      expect(
        await idsOf({ workflow: ['embedded/b'] }, ownedBy('user:default/ada')),
      ).toEqual([]);
      expect(await idsOf({}, 'none')).toEqual([]);
      expect(await idsOf({}, ownedBy())).toEqual([]);
    });

    it('takes few statements, however many runs and workflows', async () => {
      const statements: string[] = [];
      const listener = ({ sql }: { sql: string }) => statements.push(sql);
      knex.on('query', listener);
      await idsOf({}, named('embedded/a', 'embedded/b', 'other/c/d'));
      knex.off('query', listener);

      expect(statements.length).toBeLessThanOrEqual(5);
    });
  });

  describe('one run', () => {
    it('is found by whoever may see it', async () => {
      const [id] = await idsOf({ workflow: ['embedded/a'] });

      expect(await queries.get(id, 'all')).toMatchObject({
        id,
        workflow: { ref: 'embedded/a' },
        ownerRefs: expect.arrayContaining(['group:default/a']),
      });
      expect(await queries.get(id, ownedBy('user:default/ada'))).toBeDefined();
    });

    it('is not there for others', async () => {
      const [id] = await idsOf({ workflow: ['embedded/a'] });

      expect(await queries.get(id, 'none')).toBeUndefined();
      expect(await queries.get(id, ownedBy('group:default/b'))).toBeUndefined();
      expect(await queries.get('run_none', 'all')).toBeUndefined();
    });
  });

  it('gets many in the order asked for, with holes, and twice what is asked for twice', async () => {
    const ids = ['run_007', 'none', 'run_001', 'run_007', ''];
    const found = await queries.getMany(ids);

    expect(found.map(run => run?.id)).toEqual([
      'run_007',
      undefined,
      'run_001',
      'run_007',
      undefined,
    ]);
    expect(await queries.getMany([])).toEqual([]);
  });
});

describeOnDatabases(
  'RunQueries over more workflows than branches',
  createDatabase => {
    it('walks the time index, and finds the same', async () => {
      const { knex } = await createDatabase();
      const queries = createRunQueries(knex);
      const ids = Array.from({ length: 230 }, (_, i) => `wfl_${i}`);
      await knex.batchInsert(
        'workflows',
        ids.map(id => ({
          id,
          engine: 'embedded',
          engine_instance: 'embedded',
          name: id,
          title: id,
          version: '1',
          created_at: 0,
          updated_at: 0,
        })),
        50,
      );
      await insertRuns(
        knex,
        ids.map((workflowId, i) => ({
          id: `run_${i}`,
          workflowId,
          orderedAt: (i * 71) % 230,
        })),
      );
      const refs = ids.map(id => `embedded/${id}`);
      const listed = async (count: number) => {
        const { items } = await queries.list(
          { filter: {}, limit: 200 },
          named(...refs.slice(0, count)),
        );
        return items.map(({ id }) => id);
      };
      const expected = async (count: number) => {
        const rows = await knex('runs')
          .whereIn('workflow_id', ids.slice(0, count))
          .orderBy('ordered_at', 'desc')
          .limit(200);
        return rows.map(({ id }) => id);
      };

      for (const count of [1, 199, 200, 201, 230])
        expect(await listed(count)).toEqual(await expected(count));
    });
  },
);

describeOnDatabases('RunQueries with several indexes to go by', create => {
  it('looks a little along each before it goes far along one', async () => {
    const { knex } = await create();
    const budget = { rows: 100, perBranch: 10, found: 10 };
    const queries = createRunQueries(knex, budget);
    await insertWorkflow(knex, { id: 'wfl_busy', name: 'busy' });
    await insertWorkflow(knex, { id: 'wfl_quiet', name: 'quiet' });
    await insertRuns(
      knex,
      Array.from({ length: 150 }, (_, i) => ({
        id: `run_${i}`,
        workflowId: i < 2 ? 'wfl_quiet' : 'wfl_busy',
        orderedAt: i,
        tags: ['everywhere'],
      })),
    );
    const bound: unknown[] = [];
    knex.on('query', ({ bindings }) => bound.push(...bindings));

    const { items, nextToken } = await queries.list(
      {
        filter: { tag: ['everywhere'], workflow: ['embedded/quiet'] },
        limit: 5,
      },
      'all',
    );

    expect(items.map(({ id }) => id)).toEqual(['run_1', 'run_0']);
    expect(nextToken).toBeNull();
    expect(bound).toContain(budget.rows / 20);
    expect(bound).not.toContain(budget.rows);
  });
});
