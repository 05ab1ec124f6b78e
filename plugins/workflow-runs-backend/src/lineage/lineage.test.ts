import { Knex } from 'knex';
import { RelatedRun } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns } from '../__testUtils__/rows';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

describeOnDatabases('the lineage of a run', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  const workflows: Record<string, string> = {};

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      knex,
      workflows: [greet, wait],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
      ],
    });
    await portal.untilOwned('greet');
    for (const { name, id } of await knex('workflows')) workflows[name] = id;
  });
  afterAll(() => portal.stop());

  let time = 1_000;
  /** A run with what it comes from, later than those before it; `wait` is not for the owner of `greet`. */
  const add = async (
    id: string,
    from: { parent?: string; origin?: string } = {},
    workflow = 'greet',
  ) => {
    time += 1;
    await insertRuns(knex, [
      {
        id,
        workflowId: workflows[workflow],
        orderedAt: time,
        parent: from.parent,
      },
    ]);
    await knex('runs')
      .where({ id })
      .update({ origin_run_id: from.origin ?? null });
  };
  const lineage = async (run: string, who = 'admin', query = '') => {
    const { body, status } = await portal.get(
      `/runs/${run}/lineage${query}`,
      who,
    );
    expect(status).toBe(200);
    return body;
  };
  const ids = (items: RelatedRun[]) => items.map(({ id }) => id);

  it('has those before it, nearest first, and those after it, newest first', async () => {
    await add('a1');
    await add('a2', { parent: 'a1' });
    await add('a3', { parent: 'a2' });
    await add('a4', { parent: 'a3' }, 'wait');
    await add('a5', { parent: 'a3' });
    await add('a6', { origin: 'a3' });
    await add('a7', { origin: 'a6' });
    const found = await lineage('a3');

    expect(ids(found.parents)).toEqual(['a2', 'a1']);
    expect(ids(found.children.items)).toEqual(['a5', 'a4']);
    expect(ids(found.repeats.items)).toEqual(['a6']);
    expect(found.origins).toEqual([]);
    expect(ids((await lineage('a7')).origins)).toEqual(['a6', 'a3']);
    expect(found.children.items[1]).toEqual({
      id: 'a4',
      workflow: expect.objectContaining({ ref: 'embedded/wait' }),
      workflowVersion: '1',
      environment: 'prod',
      status: 'completed',
      generation: 0,
      queuedAt: expect.stringMatching(/^1970-/),
      startedAt: null,
      completedAt: null,
      durationMs: null,
      relation: 'child',
      as: null,
      stepKey: null,
    });
    const relations = [...found.parents, ...found.repeats.items];
    expect(relations.map(({ relation }) => relation)).toEqual([
      'parent',
      'parent',
      'repeat',
    ]);
  });

  it('goes on in pages', async () => {
    await add('b1');
    for (let n = 0; n < 5; n++) await add(`b_child_${n}`, { parent: 'b1' });
    for (let n = 0; n < 3; n++) await add(`b_again_${n}`, { origin: 'b1' });
    const first = await lineage('b1', 'admin', '?limit=2');
    expect(ids(first.children.items)).toEqual(['b_child_4', 'b_child_3']);
    expect(ids(first.repeats.items)).toEqual(['b_again_2', 'b_again_1']);

    const tokens = new URLSearchParams({
      limit: '2',
      childrenToken: first.children.nextToken,
      repeatsToken: first.repeats.nextToken,
    });
    const second = await lineage('b1', 'admin', `?${tokens}`);
    expect(ids(second.children.items)).toEqual(['b_child_2', 'b_child_1']);
    expect(ids(second.repeats.items)).toEqual(['b_again_0']);
    expect(second.repeats.nextToken).toBeNull();
  });

  it('refuses a token of another list', async () => {
    await add('c1');
    for (let n = 0; n < 3; n++) await add(`c_child_${n}`, { parent: 'c1' });
    const { children } = await lineage('c1', 'admin', '?limit=1');
    const { status } = await portal.get(
      `/runs/c1/lineage?repeatsToken=${children.nextToken}`,
    );

    expect(status).toBe(400);
    for (const query of ['limit=0', 'limit=201', 'childrenToken=x', 'x=1']) {
      const answer = await portal.get(`/runs/c1/lineage?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it('ends where a run is that the reader may not see, without a trace', async () => {
    await add('d1');
    await add('d2', { parent: 'd1', origin: 'd1' }, 'wait');
    await add('d3', { parent: 'd2', origin: 'd2' });
    await add('d4', { parent: 'd3', origin: 'd3' }, 'wait');
    await add('d5', { parent: 'd3', origin: 'd3' });

    expect(await lineage('d3', 'owner')).toEqual({
      parents: [],
      origins: [],
      children: {
        items: [expect.objectContaining({ id: 'd5' })],
        nextToken: null,
      },
      repeats: {
        items: [expect.objectContaining({ id: 'd5' })],
        nextToken: null,
      },
    });
    expect(ids((await lineage('d3', 'admin')).parents)).toEqual(['d2', 'd1']);
  });

  it('bears runs that are not there, and those that come from themselves', async () => {
    await add('e1', { parent: 'e_gone', origin: 'e_gone' });
    expect(await lineage('e1')).toMatchObject({ parents: [], origins: [] });

    await add('f1', { parent: 'f2' });
    await add('f2', { parent: 'f1' });
    expect(ids((await lineage('f1')).parents)).toEqual(['f2']);
  });
});
