import {
  SavedView,
  toFilterQuery,
  ViewRequest,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const TEAM = 'group:default/team';

describeOnDatabases('views', createDatabase => {
  let portal: TestPortal;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({
      workflows: [greet, wait],
      knex,
      groups: {
        operator: [TEAM],
        admin: ['group:default/admins', 'domain:default/all'],
        viewer: [TEAM],
      },
    });
  });
  afterAll(() => portal.stop());

  let names = 0;
  const newName = () => {
    names += 1;
    return `view ${names}`;
  };
  const post = (view: Partial<ViewRequest> | object, who = 'operator') =>
    portal.post('/views', { name: newName(), ...view }, who);
  const save = async (
    view: Partial<ViewRequest> = {},
    who?: string,
  ): Promise<SavedView> => {
    const { body, status } = await post(view, who);
    expect({ status, error: body.error }).toEqual({ status: 201 });
    return body;
  };
  const put = (id: string, view: object, who = 'operator') =>
    portal.ask('put', `/views/${id}`, view, who);
  const remove = (id: string, who = 'operator') =>
    portal.ask('delete', `/views/${id}`, {}, who);
  const get = (id: string, who = 'operator') => portal.get(`/views/${id}`, who);
  const listed = async (who = 'operator'): Promise<string[]> => {
    const { body } = await portal.get('/views', who);
    return body.items.map(({ id }: SavedView) => id);
  };
  const violationOf = ({ status, body }: { status: number; body: any }) => ({
    status,
    ...body.error.violations?.[0],
  });

  describe('that are saved', () => {
    it('come back as they are, with what was left out', async () => {
      const { body } = await post({ name: ' Failed today ' });

      expect(body).toEqual({
        id: expect.stringMatching(/^view_/),
        name: 'Failed today',
        description: '',
        owner: 'user:default/operator',
        filter: {},
        sort: '-queuedAt',
        columns: null,
        createdBy: 'user:default/operator',
        createdAt: expect.any(String),
        updatedAt: body.createdAt,
        version: 1,
        mine: true,
        editable: true,
      });
      expect((await get(body.id)).body).toEqual(body);
    });

    it('have filters as a query writes them', async () => {
      const filter = {
        status: 'failed,canceled,,failed',
        tag: 'a\\,b,größe',
        to: '2026-11-21T10:00:00+01:00',
        backfill: 'false',
        since: 'P1D',
      } as const;

      expect((await save({ filter })).filter).toEqual({
        status: 'failed,canceled',
        tag: 'a\\,b,größe',
        to: '2026-11-21T09:00:00.000Z',
        backfill: 'false',
        since: 'P1D',
      });
    });

    it('keep columns that nobody knows here', async () => {
      const columns = ['status', 'cost of my plugin'];

      expect(await save({ columns })).toMatchObject({ columns });
    });

    it('lose characters that no database stores', async () => {
      const view = await save({ name: `a\0b ${newName()}`, description: '\0' });

      expect(view.name).toMatch(/^ab view/);
      expect(view.description).toBe('');
    });

    it('are listed by name', async () => {
      const b = await save({ name: 'B' }, 'owner');
      const c = await save({ name: 'c' }, 'owner');
      const a = await save({ name: 'a' }, 'owner');

      expect(await listed('owner')).toEqual([a.id, b.id, c.id]);
    });

    it('once with a key are saved once, whatever has become of them', async () => {
      const name = newName();
      const ask = (body: object) =>
        portal.post('/views', body, 'operator').set('Idempotency-Key', 'save');
      const first = await ask({ name });
      await put(first.body.id, { name: `${name}, changed`, version: 1 });
      const second = await ask({ name });
      const other = await ask({ name, description: 'other' });

      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body).toMatchObject({ id: first.body.id, version: 2 });
      expect(other.status).toBe(409);
      expect(other.body.error.message).toContain('Idempotency-Key');
    });
  });

  describe('that do not fit', () => {
    it.each([
      ['no name', { name: undefined }, '/name', 'invalid_type'],
      ['a blank name', { name: ' \0 ' }, '/name', 'too_small'],
      ['a long name', { name: 'x'.repeat(10_000) }, '/name', 'too_big'],
      ['no object', { filter: 'failed' }, '/filter', 'invalid_type'],
      ['no status', { filter: { status: 'x' } }, '/filter/status/0', /value/],
      ['a list', { filter: { status: ['failed'] } }, '/filter/status', /type/],
      ['a unknown field', { surprise: 1 }, '/surprise', 'unknown'],
      [
        'a view in it',
        { filter: { view: 'view_1' } },
        '/filter/view',
        'unknown',
      ],
      [
        'a pattern that is none',
        { filter: { tagPattern: '(' } },
        '/filter/tagPattern',
        'pattern',
      ],
      [
        'from and to reversed',
        {
          filter: { from: '2026-11-21T10:00:00Z', to: '2026-11-20T10:00:00Z' },
        },
        '/filter/to',
        'order',
      ],
      [
        'from and since',
        { filter: { from: '2026-11-21T10:00:00Z', since: 'P1D' } },
        '/filter/since',
        'exclusive',
      ],
      ['a bad time', { filter: { from: 'today' } }, '/filter/from', /format/],
      ['a duration', { filter: { since: '1 day' } }, '/filter/since', /format/],
      ['a month', { filter: { since: 'P1M' } }, '/filter/since', /format/],
      [
        'filters without end',
        {
          filter: {
            tag: 'x,'.repeat(100) + 'y'.repeat(100),
            ...Object.fromEntries(
              ['entity', 'owner', 'startedBy', 'businessEventId'].map(name => [
                name,
                Array.from({ length: 15 }, (_, i) =>
                  `${i}`.padEnd(200, 'x'),
                ).join(','),
              ]),
            ),
          },
        },
        '/filter',
        'too_big',
      ],
      ['an order', { sort: 'name' }, '/sort', 'invalid_value'],
      ['a column', { columns: [''] }, '/columns/0', 'too_small'],
      ['columns', { columns: Array(51).fill('a') }, '/columns', 'too_big'],
      ['a stranger', { owner: 'user:default/ada' }, '/owner', 'ownership'],
      ['a team', { owner: 'group:default/other' }, '/owner', 'ownership'],
      ['no ref', { owner: 'me' }, '/owner', 'ownership'],
    ])('are refused for %s', async (_, view, pointer, rule) => {
      const answer = violationOf(await post(view));

      expect(answer).toMatchObject({ status: 400, pointer });
      expect(answer.rule).toMatch(rule);
    });

    it('have the filter named that was meant', async () => {
      expect(violationOf(await post({ filter: { staus: 'failed' } }))).toEqual({
        status: 400,
        pointer: '/filter/staus',
        rule: 'unknown',
        message: "there is no such field: did you mean 'status'?",
      });
    });

    it.each([undefined, TEAM])('are those of a service (%s)', async owner => {
      expect(violationOf(await post({ owner }, 'service'))).toMatchObject({
        status: 400,
        pointer: '/owner',
        rule: 'user',
      });
    });

    it('belong to an owner that is no group', async () => {
      const answer = await post({ owner: 'domain:default/all' }, 'admin');

      expect(violationOf(answer)).toMatchObject({ pointer: '/owner' });
    });

    it('have an id with characters that no database stores', async () => {
      expect(violationOf(await get('view_%00'))).toMatchObject({
        status: 400,
        pointer: '/viewId',
        rule: 'characters',
      });
    });

    it('have the name of another one of the owner', async () => {
      const { name } = await save();
      const { id } = await save();
      const created = await post({ name });
      const renamed = await put(id, { name, version: 1 });

      for (const { status, body } of [created, renamed]) {
        expect(status).toBe(409);
        expect(body.error.message).toBe(
          'name: the owner has another view of this name',
        );
      }
      expect((await post({ name }, 'admin')).status).toBe(201);
    });
  });

  describe('that are changed', () => {
    it('are as the change says, as a whole', async () => {
      const before = await save({
        description: 'old',
        filter: { status: 'failed' },
        sort: 'status',
        columns: ['status'],
      });
      const { status, body } = await put(before.id, {
        name: before.name,
        filter: { tag: 'eu' },
        version: 1,
      });

      expect(status).toBe(200);
      expect(body).toEqual({
        ...before,
        description: '',
        filter: { tag: 'eu' },
        sort: '-queuedAt',
        columns: null,
        updatedAt: expect.any(String),
        version: 2,
      });
      expect((await get(before.id)).body).toEqual(body);
    });

    it('meanwhile are not overwritten', async () => {
      const { id, name } = await save();
      await put(id, { name, description: 'first', version: 1 });
      const { status, body } = await put(id, { name, version: 1 });

      expect(status).toBe(409);
      expect(body.error.message).toBe(
        'version: the view has version 2, and this is a change of version 1: load it anew',
      );
      expect((await get(id)).body.description).toBe('first');
    });

    it('with a key are changed once', async () => {
      const { id, name } = await save();
      const change = () =>
        put(id, { name, version: 1 }).set(
          'Idempotency-Key',
          `change ${id}`.replace(' ', '-'),
        );
      await change();
      const { status, body } = await change();

      expect({ status, version: body.version }).toEqual({
        status: 200,
        version: 2,
      });
    });

    it('can be given to a group, and taken back', async () => {
      const { id, name } = await save();
      const given = await put(id, { name, owner: TEAM, version: 1 });
      const stays = await put(id, { name, version: 2 });
      const owner = 'user:default/operator';
      const taken = await put(id, { name, owner, version: 3 });

      expect(given.body).toMatchObject({ owner: TEAM, mine: false });
      expect(stays.body).toMatchObject({ owner: TEAM });
      expect(taken.body).toMatchObject({ owner, mine: true });
    });
  });

  it('can be saved, changed and deleted by a client', async () => {
    const client = portal.client('operator');
    const filter = toFilterQuery({ status: ['failed'], backfill: false });
    const view = await client.call('createView', {
      body: { name: newName(), filter },
    });
    const changed = await client.call('changeView', {
      params: { viewId: view.id },
      body: { name: newName(), filter: view.filter, version: view.version },
    });
    await client.call('deleteView', { params: { viewId: view.id } });

    expect(changed.filter).toEqual({ status: 'failed', backfill: 'false' });
    expect((await get(view.id)).status).toBe(404);
  });

  describe('that are deleted', () => {
    it('are gone, and cannot be deleted again', async () => {
      const { id } = await save();

      expect((await remove(id)).status).toBe(200);
      expect((await get(id)).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
      expect((await put(id, { name: 'x', version: 1 })).status).toBe(404);
    });

    it('with a key can be deleted again', async () => {
      const { id } = await save();
      const ask = () => remove(id).set('Idempotency-Key', `delete-${id}`);
      await ask();

      expect((await ask()).status).toBe(200);
    });
  });

  describe('of others', () => {
    it('look like such that there are not', async () => {
      const { id } = await save();
      const asks = (viewId: string) => [
        get(viewId, 'admin'),
        put(viewId, { name: 'x', version: 1 }, 'admin'),
        remove(viewId, 'admin'),
        portal.get(`/runs?view=${viewId}`, 'admin'),
        portal.get(`/runs/counts?view=${viewId}`, 'admin'),
        portal.get(`/runs/facets?view=${viewId}`, 'admin'),
      ];
      const theirs = await Promise.all(asks(id));
      const none = await Promise.all(asks('view_none'));

      expect(theirs.map(({ status }) => status)).toEqual(Array(6).fill(404));
      expect(
        theirs.map(({ body }) => body.error.message.replace(id, 'view_none')),
      ).toEqual(none.map(({ body }) => body.error.message));
      expect((await get(id)).status).toBe(200);
    });

    it('are in no list', async () => {
      const { id } = await save();
      const { id: shared } = await save({ owner: TEAM });

      for (const who of ['admin', 'outsider', 'service']) {
        const ids = await listed(who);
        expect(ids).not.toContain(id);
        expect(ids).not.toContain(shared);
      }
    });
  });

  describe('of a group', () => {
    it('are seen by all of it, and changed by whoever may share', async () => {
      const { id, name } = await save({ owner: TEAM.toUpperCase() });

      expect((await get(id)).body).toMatchObject({
        owner: TEAM,
        mine: false,
        editable: true,
      });
      expect((await get(id, 'viewer')).body).toMatchObject({
        owner: TEAM,
        mine: false,
        editable: false,
      });
      expect(await listed('viewer')).toContain(id);
      for (const answer of [
        await post({ owner: TEAM }, 'viewer'),
        await put(id, { name, version: 1 }, 'viewer'),
        await remove(id, 'viewer'),
      ]) {
        expect(answer.status).toBe(403);
        expect(answer.body.error.message).toBe(
          'You need the permission workflow-runs.view.share',
        );
      }
    });

    it('cannot be taken, nor one’s own given away, without that permission', async () => {
      const { id, name } = await save({ owner: TEAM });
      const owner = 'user:default/viewer';
      const own = await save({}, 'viewer');
      const taking = await put(id, { name, owner, version: 1 }, 'viewer');
      const giving = await put(
        own.id,
        { name, owner: TEAM, version: 1 },
        'viewer',
      );

      expect([taking.status, giving.status]).toEqual([403, 403]);
      expect((await get(id)).body).toMatchObject({ owner: TEAM, version: 1 });
    });

    it('are in the audit log with what is done to them, and others are not', async () => {
      portal.audited.length = 0;
      const { id, name } = await save({ owner: TEAM });
      await put(id, { name, version: 1 });
      await put(id, { name, version: 1 });
      await remove(id, 'viewer');
      await remove(id);
      const own = await save();
      await put(own.id, { name: own.name, version: 1 });
      await put(own.id, { name: own.name, owner: TEAM, version: 2 });
      const withOwner = await save();
      await remove(withOwner.id);

      const done = (actionType: string, outcome: string, meta: object) => ({
        eventId: 'view-mutate',
        outcome,
        meta: expect.objectContaining({ actionType, ...meta }),
      });
      expect(portal.audited).toEqual([
        done('create', 'success', { owner: TEAM, name }),
        done('change', 'success', { viewId: id }),
        done('change', 'failure', { viewId: id }),
        done('delete', 'failure', { viewId: id }),
        done('delete', 'success', { viewId: id }),
        done('change', 'success', { viewId: own.id, owner: TEAM }),
      ]);
    });
  });

  describe('in use', () => {
    let failing: string[];

    beforeAll(async () => {
      const launch = (environment: string) =>
        portal.launch('wait', { environment, tags: ['of views'] });
      failing = [
        await launch('dev'),
        await launch('stage'),
        await launch('dev'),
      ].reverse();
      for (const runId of failing) await portal.until(runId, 'running');
    });

    const runs = async (query: string, who = 'operator') => {
      const { status, body } = await portal.get(`/runs?${query}`, who);
      return {
        status,
        ...body,
        ids: body.items?.map(({ id }: { id: string }) => id),
      };
    };

    it('list what they mean', async () => {
      const { id } = await save({ filter: { tag: 'of views', since: 'P1D' } });

      expect((await runs(`view=${id}`)).ids).toEqual(failing);
    });

    it('are narrowed, and go behind what else is asked for', async () => {
      const filter = { tag: 'of views', environment: 'dev' };
      const { id } = await save({ filter });

      expect((await runs(`view=${id}`)).ids).toHaveLength(2);
      expect((await runs(`view=${id}&status=completed`)).ids).toEqual([]);
      expect((await runs(`view=${id}&environment=stage`)).ids).toEqual([
        failing[1],
      ]);
    });

    it('count and offer values', async () => {
      const filter = { tag: 'of views', environment: 'dev' };
      const { id } = await save({ filter });
      const counts = await portal.get(`/runs/counts?view=${id}`, 'operator');
      const facets = await portal.get(
        `/runs/facets?view=${id}&facets=tag,environment`,
        'operator',
      );

      expect(counts.body.statuses).toContainEqual({
        status: 'running',
        count: 2,
        isMore: false,
      });
      // A facet counts what fits all filters but its own.
      expect(facets.body.facets.map(({ values }: any) => values)).toEqual([
        [{ value: 'of views', count: 2 }],
        [
          { value: 'dev', count: 2 },
          { value: 'stage', count: 1 },
        ],
      ]);
    });

    it('bring their order, unless another is asked for', async () => {
      const filter = { tag: 'of views' };
      const { id } = await save({ filter, sort: 'duration' });

      // Nothing has ended, so nothing has a duration.
      expect((await runs(`view=${id}`)).ids).toEqual([]);
      expect((await runs(`view=${id}&sort=-queuedAt`)).ids).toEqual(failing);
    });

    it('grant nothing: each reader sees what they may see', async () => {
      const { id } = await save({ filter: { tag: 'of views' } }, 'outsider');

      expect(await runs(`view=${id}`, 'outsider')).toMatchObject({
        status: 200,
        ids: [],
      });
      const theirs = await save({ filter: { tag: 'of views' } }, 'admin');
      expect((await runs(`view=${theirs.id}`, 'admin')).ids).toEqual(failing);
    });

    it('go on from page to page, also where they were renamed', async () => {
      const filter = { tag: 'of views', since: 'PT1H' };
      const { id } = await save({ filter });
      const first = await runs(`view=${id}&limit=1`);
      await put(id, { name: newName(), filter, version: 1 });
      const second = await runs(`view=${id}&limit=1&token=${first.nextToken}`);
      const third = await runs(`view=${id}&limit=1&token=${second.nextToken}`);

      expect([...first.ids, ...second.ids, ...third.ids]).toEqual(failing);
      expect(third.nextToken).toBeNull();
    });

    it.each([
      ['other filters', { filter: { tag: 'of views', backfill: 'false' } }],
      ['another time', { filter: { tag: 'of views', since: 'P1D' } }],
      ['another order', { filter: { tag: 'of views' }, sort: 'status' }],
    ])('do not go on with %s', async (_, change) => {
      const { id, name } = await save({ filter: { tag: 'of views' } });
      const { nextToken } = await runs(`view=${id}&limit=1`);
      const path = `/runs?view=${id}&limit=1&token=${nextToken}`;
      expect((await portal.get(path, 'operator')).status).toBe(200);
      await put(id, { name, version: 1, ...change });

      expect(violationOf(await portal.get(path, 'operator'))).toMatchObject({
        status: 400,
        pointer: '/token',
        rule: 'cursor',
      });
    });

    it('are refused by ids that are none', async () => {
      for (const [view, status] of [
        ['', 400],
        ['x'.repeat(129), 400],
        ['%00', 400],
        ["' or 1=1 --", 404],
      ])
        expect((await runs(`view=${view}`)).status).toBe(status);
    });
  });
});
