import { Knex } from 'knex';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { definitionHash } from './definitionHash';
import { DefinitionStore } from './DefinitionStore';
import { WorkflowQueries } from './WorkflowQueries';
import { EntityLink, WorkflowStore } from './WorkflowStore';

jest.setTimeout(60_000);

const SOURCE = {
  engine: 'embedded',
  engineInstance: 'embedded',
  namespace: 'default',
};
const registered = (name: string, version = '1', title?: string) => {
  const { definition } = defineWorkflow({
    name,
    version,
    title,
    input: z.object({}),
    steps: { a: {} },
  });
  return { definition, hash: definitionHash(definition) };
};

describeOnDatabases('WorkflowStore', createDatabase => {
  let knex: Knex;
  let store: WorkflowStore;
  let queries: WorkflowQueries;

  beforeEach(async () => {
    ({ knex } = await createDatabase());
    store = new WorkflowStore(knex, new DefinitionStore(knex));
    queries = new WorkflowQueries(knex);
    await store.save(SOURCE, registered('a'), 1_000);
    await store.save(SOURCE, registered('b'), 1_000);
  });

  const get = (name: string) =>
    queries.get({ engine: 'embedded', name }, 'all');
  const link = (links: Record<string, Partial<EntityLink>>, now = 2_000) =>
    store.link(
      new Map(
        Object.entries(links).map(([name, given]) => [
          `embedded/${name}`,
          {
            entityRef: `component:default/${name}`,
            ownerRefs: [],
            tenantId: 'default',
            runbookUrl: null,
            slo: null,
            sla: null,
            ...given,
          },
        ]),
      ),
      now,
    );
  const changesOf = async (work: () => Promise<unknown>) => {
    const changes: string[] = [];
    const listener = ({ sql }: { sql: string }) => {
      if (/^(insert|update|delete|begin)/i.test(sql)) changes.push(sql);
    };
    knex.on('query', listener);
    await work();
    knex.off('query', listener);
    return changes;
  };

  describe('saves a workflow', () => {
    it('with what lists show', async () => {
      expect(await get('a')).toMatchObject({
        id: expect.stringMatching(/^wfl_/),
        ref: 'embedded/a',
        title: 'a',
        version: '1',
        tenantId: 'default',
        entityRef: null,
        ownerRefs: [],
        definitionHash: registered('a').hash,
      });
    });

    it('again, under the same id, with its newest definition', async () => {
      const before = await get('a');
      const newer = registered('a', '2', 'Better');
      await store.save(SOURCE, newer, 2_000);

      expect(await get('a')).toMatchObject({
        id: before!.id,
        version: '2',
        title: 'Better',
        definitionHash: newer.hash,
      });
      expect(await queries.definition(newer.hash)).toEqual(newer.definition);
      expect(await queries.definition(before!.definitionHash!)).toBeDefined();
    });

    it('with what is expected of its runs, and without it where it is expected no more', async () => {
      const sloOf = async () =>
        (await knex('workflows').where({ name: 'a' }).first()).slo_defined;
      const slo = { p95Duration: '10m' };

      await store.save(SOURCE, { ...registered('a'), slo }, 2_000);
      expect(JSON.parse(await sloOf())).toEqual(slo);
      await store.save(SOURCE, registered('a'), 3_000);
      expect(await sloOf()).toBeNull();
    });

    it('once, where several backends start together', async () => {
      await Promise.all(
        Array.from({ length: 6 }, () =>
          store.save(SOURCE, registered('c'), 1_000),
        ),
      );

      expect(await queries.list({}, 'all')).toHaveLength(3);
    });

    it('that has moved to another tenant where it is', async () => {
      await link({ a: { tenantId: 'acme' } });
      await store.save(SOURCE, registered('a', '2'), 3_000);

      expect(await get('a')).toMatchObject({ tenantId: 'acme', version: '2' });
      expect(await queries.list({}, 'all')).toHaveLength(2);
    });
  });

  describe('ties workflows to entities', () => {
    it('with their owners and tenant', async () => {
      await link({
        a: { ownerRefs: ['user:default/x', 'group:default/y'], tenantId: 't' },
      });

      expect(await get('a')).toMatchObject({
        entityRef: 'component:default/a',
        ownerRefs: ['group:default/y', 'user:default/x'],
        tenantId: 't',
      });
      expect(await get('b')).toMatchObject({ entityRef: null, ownerRefs: [] });
    });

    it('anew where owners change', async () => {
      await link({ a: { ownerRefs: ['group:default/x', 'group:default/y'] } });
      await link({ a: { ownerRefs: ['group:default/y', 'group:default/z'] } });

      expect((await get('a'))!.ownerRefs).toEqual([
        'group:default/y',
        'group:default/z',
      ]);
    });

    it('no more where the entity is gone; the tenant stays', async () => {
      await link({ a: { ownerRefs: ['group:default/x'], tenantId: 't' } });
      await link({});

      expect(await get('a')).toMatchObject({
        entityRef: null,
        ownerRefs: [],
        tenantId: 't',
      });
    });

    it('that there are; others do no harm', async () => {
      await link({ unknown: { ownerRefs: ['group:default/x'] } });

      expect(await knex('workflow_owners')).toEqual([]);
    });

    it('with an owner named twice once', async () => {
      const owner = 'group:default/x';
      await link({ a: { ownerRefs: [owner, owner] } });

      expect((await get('a'))!.ownerRefs).toEqual([owner]);
    });

    it('writing nothing where nothing has changed', async () => {
      const links = { a: { ownerRefs: ['group:default/x'] } };
      await link(links);

      expect(await changesOf(() => link(links, 9_000))).toEqual([]);
    });

    it('from several backends at once', async () => {
      const links = {
        a: { ownerRefs: ['group:default/x', 'group:default/y'] },
      };
      await Promise.all([link(links), link(links), link(links)]);

      expect((await get('a'))!.ownerRefs).toHaveLength(2);
    });
  });

  it('gets many by ref in the order asked for, with holes', async () => {
    const refs = [
      'embedded/b',
      'embedded/none',
      '',
      'embedded/a',
      'embedded/b',
    ];
    const found = await queries.getMany(refs);

    expect(found.map(workflow => workflow?.name)).toEqual([
      'b',
      undefined,
      undefined,
      'a',
      'b',
    ]);
  });

  it('lists by title, and by entity', async () => {
    await store.save(SOURCE, registered('z', '1', 'A first one'), 1_000);
    await link({ b: {} });
    const names = async (filter: { entity?: string }) =>
      (await queries.list(filter, 'all')).map(({ name }) => name);

    expect(await names({})).toEqual(['z', 'a', 'b']);
    expect(await names({ entity: 'component:default/b' })).toEqual(['b']);
    expect(await names({ entity: 'component:default/x' })).toEqual([]);
  });
});
