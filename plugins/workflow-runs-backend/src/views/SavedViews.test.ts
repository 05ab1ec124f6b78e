import { Knex } from 'knex';
import { testPrivacy } from '../__testUtils__/testPrivacy';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { Identity } from '../runs/Identity';
import { SavedViews, ViewCaller } from './SavedViews';
import { SavedViewStore } from './SavedViewStore';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const WEEK_AND_MORE = 8 * 24 * HOUR;
const START = 1_790_000_000_000;

const callerOf = (name: string, ...groups: string[]): ViewCaller => {
  const ref = `user:default/${name}`;
  return {
    ref,
    isUser: true,
    ownershipRefs: [ref, ...groups],
    mayShare: true,
  };
};

describeOnDatabases('saved views', createDatabase => {
  let knex: Knex;
  let views: SavedViews;
  let now = START;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    views = new SavedViews({
      store: new SavedViewStore(knex),
      redactor: testPrivacy().withoutRun,
      now: () => now,
    });
  });
  beforeEach(async () => {
    now = START;
    await knex('saved_views').delete();
    await knex('view_keys').delete();
  });

  const save = async (
    caller: ViewCaller,
    wanted: { name: string; owner?: string; filter?: object },
    key?: string,
  ) => {
    const { view } = await views.create(
      {
        description: '',
        sort: '-queuedAt',
        columns: null,
        ...wanted,
        filter: wanted.filter ?? {},
      },
      caller,
      key,
    );
    return view;
  };
  /** Many rows at once, which no caller could save so fast. */
  const insertMany = async (owner: string, count: number, prefix = 'v') => {
    const rows = Array.from({ length: count }, (_, index) => ({
      id: `view_${owner}_${index}`.slice(-40),
      owner_ref: owner,
      name: `${prefix}${String(index).padStart(4, '0')}`,
      description: '',
      filter: '{}',
      sort: '-queuedAt',
      created_by: owner,
      created_at: 0,
      updated_at: 0,
      version: 1,
    }));
    await knex.batchInsert('saved_views', rows, 50);
  };

  describe('an owner', () => {
    const ada = callerOf('ada', 'group:default/a');

    it('has at most 200 views, and is told so', async () => {
      await insertMany(ada.ref, 200);

      await expect(save(ada, { name: 'one more' })).rejects.toThrow(
        "'user:default/ada' has 200 views already: delete one first",
      );
      await expect(
        save(ada, { name: 'of the group', owner: 'group:default/a' }),
      ).resolves.toMatchObject({ owner: 'group:default/a' });
    });

    it('that is full is given no view of another', async () => {
      await insertMany('group:default/a', 200);
      const { id } = await save(ada, { name: 'mine' });
      const change = {
        name: 'ours',
        owner: 'group:default/a',
        description: '',
        filter: {},
        sort: '-queuedAt' as const,
        columns: null,
        version: 1,
      };

      await expect(views.change(id, change, ada)).rejects.toThrow(
        "'group:default/a' has 200 views already",
      );
    });
  });

  describe('a list', () => {
    const groups = ['group:default/a', 'group:default/b', 'group:default/c'];
    const ada = callerOf('ada', ...groups);

    it('holds 500 views, one’s own first of all, in the order of names', async () => {
      await insertMany(ada.ref, 200, 'z');
      for (const [index, group] of groups.entries())
        await insertMany(group, 150, `${index}`);
      const { items, isMore } = await views.list(ada);
      const names = items.map(({ name }) => name);

      expect(items).toHaveLength(500);
      expect(isMore).toBe(true);
      expect(items.filter(({ mine }) => mine)).toHaveLength(200);
      expect(names).toEqual([...names].sort());
    });

    it('of all that there are says that there are no more', async () => {
      await insertMany(ada.ref, 2);

      expect(await views.list(ada)).toMatchObject({
        items: [{ name: 'v0000' }, { name: 'v0001' }],
        isMore: false,
      });
    });
  });

  describe('an idempotency key', () => {
    const ada = callerOf('ada');

    it('that comes twice at once makes one view', async () => {
      const both = await Promise.all(
        [1, 2].map(() => save(ada, { name: 'Failed' }, 'k')),
      );

      expect(both[0].id).toBe(both[1].id);
      expect(await knex('saved_views')).toHaveLength(1);
    });

    it('is free again where nothing came of the request', async () => {
      await save(ada, { name: 'Failed' });
      await expect(save(ada, { name: 'Failed' }, 'k')).rejects.toThrow('name:');

      await expect(save(ada, { name: 'Slow' }, 'k')).resolves.toMatchObject({
        name: 'Slow',
      });
    });

    it('is forgotten after a week', async () => {
      await save(ada, { name: 'Failed' }, 'k');
      now += WEEK_AND_MORE;
      await save(ada, { name: 'Slow' }, 'other');

      expect(await knex('view_keys').pluck('key')).toEqual(['other']);
    });
  });

  describe('changes that come at once', () => {
    it('overwrite none that they have not seen', async () => {
      const ada = callerOf('ada');
      const { id } = await save(ada, { name: 'Failed' });
      const change = (name: string) =>
        views.change(
          id,
          {
            name,
            description: '',
            filter: {},
            sort: '-queuedAt',
            columns: null,
            version: 1,
          },
          ada,
        );
      const all = await Promise.allSettled(['a', 'b', 'c'].map(change));

      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(
        1,
      );
      expect(await views.get(id, ada)).toMatchObject({ version: 2 });
    });
  });

  it('that this version cannot read are refused where they are used', async () => {
    const ada = callerOf('ada');
    const { id } = await save(ada, { name: 'Failed' });
    await knex('saved_views').update({ filter: '{"mood":"good"}' });

    await expect(
      views.filterOf({ view: id }, async () => ada),
    ).rejects.toMatchObject({
      violations: [{ pointer: '/view', rule: 'filter' }],
    });
  });

  it('ask who calls only where a view is named', async () => {
    const identity = jest.fn<Promise<Identity>, []>();

    await views.filterOf({ status: ['failed'] }, identity);

    expect(identity).not.toHaveBeenCalled();
  });

  describe('pages of a list since some time ago', () => {
    const ada = callerOf('ada');
    let viewId: string;

    beforeAll(async () => {
      await insertWorkflow(knex, { id: 'wfl_1' });
      await insertRuns(
        knex,
        Array.from({ length: 6 }, (_, hoursAgo) => ({
          id: `run_${hoursAgo}`,
          workflowId: 'wfl_1',
          orderedAt: START - hoursAgo * HOUR - 1,
        })),
      );
    });
    beforeEach(async () => {
      const filter = { since: 'PT4H' };
      ({ id: viewId } = await save(ada, { name: 'Latest', filter }));
    });

    const page = async (token?: string) => {
      const query = await views.effective({ view: viewId }, async () => ada);
      const { items, nextToken } = await createRunQueries(knex).list(
        { ...query, limit: 2, token },
        'all',
      );
      return { ids: items.map(({ id }) => id), nextToken };
    };

    it('begin where the first page began, however long they take', async () => {
      const first = await page();
      now += 3 * HOUR;
      const second = await page(first.nextToken!);

      expect(first.ids).toEqual(['run_0', 'run_1']);
      expect(second).toEqual({ ids: ['run_2', 'run_3'], nextToken: null });
    });

    it('begin later where the list is asked for anew', async () => {
      now += 3 * HOUR;

      expect(await page()).toEqual({ ids: ['run_0'], nextToken: null });
    });

    it('are refused once the view means another time', async () => {
      const { nextToken } = await page();
      await knex('saved_views').update({ filter: '{"since":"PT5H"}' });

      await expect(page(nextToken!)).rejects.toMatchObject({
        violations: [{ pointer: '/token', rule: 'cursor' }],
      });
    });
  });
});
