import { CatalogApi } from '@backstage/catalog-client';
import { Entity } from '@backstage/catalog-model';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  MAX_FILTER_LENGTH,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';
import { MOST_LEVELS, rollUpKindOf, workflowsOf } from './catalogWorkflows';
import { inParts } from './parts';

const entity = (
  kind: string,
  name: string,
  relations: [type: string, target: string][] = [],
  annotation?: string,
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: {
    namespace: 'default',
    name,
    ...(annotation && { annotations: { [WORKFLOW_ANNOTATION]: annotation } }),
  },
  relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
});
const workflow = (name: string, ...relations: [string, string][]) =>
  entity('Component', name, relations, `embedded/${name}`);
const partOf = (ref: string): [string, string] => ['partOf', ref];

/** The catalog, with what it was asked. */
function catalogOf(...entities: Entity[]) {
  const catalog: CatalogApi = catalogApiMock({ entities });
  const getEntities = jest.spyOn(catalog, 'getEntities');
  return { catalog, getEntities };
}
const refs = async (catalog: CatalogApi, of: Entity) =>
  (await workflowsOf(catalog, of)).workflows.map(({ ref }) => ref);

describe('workflowsOf', () => {
  const shop = entity('System', 'shop', [partOf('domain:default/sales')]);

  it('finds the workflows that are part of a system', async () => {
    const { catalog, getEntities } = catalogOf(
      shop,
      workflow('sync', partOf('system:default/shop')),
      workflow('other', partOf('system:default/elsewhere')),
      entity('Component', 'website', [partOf('system:default/shop')]),
    );
    expect(await refs(catalog, shop)).toEqual(['embedded/sync']);
    expect(getEntities).toHaveBeenCalledTimes(1);
  });

  it('finds those of the systems of a domain, and of the domains below it', async () => {
    const sales = entity('Domain', 'sales');
    const { catalog } = catalogOf(
      sales,
      shop,
      entity('Domain', 'abroad', [partOf('domain:default/sales')]),
      entity('System', 'export', [partOf('domain:default/abroad')]),
      workflow('sync', partOf('system:default/shop')),
      workflow('customs', partOf('system:default/export')),
      workflow('other', partOf('system:default/elsewhere')),
    );
    expect(await refs(catalog, sales)).toEqual([
      'embedded/customs',
      'embedded/sync',
    ]);
  });

  it('finds those that a group or one below it owns', async () => {
    const company = entity('Group', 'company');
    const { catalog } = catalogOf(
      company,
      entity('Group', 'team', [['childOf', 'group:default/company']]),
      workflow('ours', ['ownedBy', 'group:default/company']),
      workflow('theirs', ['ownedBy', 'group:default/team']),
      workflow('other', ['ownedBy', 'group:default/elsewhere']),
    );
    expect(await refs(catalog, company)).toEqual([
      'embedded/ours',
      'embedded/theirs',
    ]);
  });

  it('asks level by level, and not once for each entity', async () => {
    const company = entity('Group', 'company');
    const teams = Array.from({ length: 120 }, (_, index) =>
      entity('Group', `team-${index}`, [['childOf', 'group:default/company']]),
    );
    const { catalog, getEntities } = catalogOf(
      company,
      ...teams,
      ...teams.map((_, index) =>
        workflow(`w${index}`, ['ownedBy', `group:default/team-${index}`]),
      ),
    );
    expect(await refs(catalog, company)).toHaveLength(120);
    // One for the teams, three for what is below 120 of them, three for what 121 own.
    expect(getEntities).toHaveBeenCalledTimes(7);
  });

  it('ends where relations go round in a circle', async () => {
    const a = entity('Group', 'a', [['childOf', 'group:default/b']]);
    const b = entity('Group', 'b', [['childOf', 'group:default/a']]);
    const { catalog } = catalogOf(
      a,
      b,
      workflow('w', ['ownedBy', 'group:default/b']),
    );
    expect(await workflowsOf(catalog, a)).toEqual({
      workflows: [{ ref: 'embedded/w', title: 'w' }],
      unfinished: false,
    });
  });

  it('says so where it goes deeper than it looks', async () => {
    const groups = Array.from({ length: MOST_LEVELS + 1 }, (_, index) =>
      entity(
        'Group',
        `g${index}`,
        index === 0 ? [] : [['childOf', `group:default/g${index - 1}`]],
      ),
    );
    const { catalog } = catalogOf(...groups);
    expect((await workflowsOf(catalog, groups[0])).unfinished).toBe(true);
    expect((await workflowsOf(catalog, groups[1])).unfinished).toBe(false);
  });

  it('has each workflow once, and none that cannot be', async () => {
    const annotated = (name: string, annotation: string) =>
      entity('Component', name, [partOf('system:default/shop')], annotation);
    const { catalog } = catalogOf(
      shop,
      annotated('a', 'embedded/sync'),
      annotated('b', 'embedded/sync'),
      annotated('c', 'no-engine'),
      annotated('d', `embedded/${'x'.repeat(300)}`),
    );
    expect(await refs(catalog, shop)).toEqual(['embedded/sync']);
  });

  it('finds nothing for an entity that holds none', async () => {
    const user = entity('User', 'ada');
    const { catalog, getEntities } = catalogOf(user);
    expect(await refs(catalog, user)).toEqual([]);
    expect(getEntities).not.toHaveBeenCalled();
    expect(rollUpKindOf(user)).toBeUndefined();
  });
});

describe('inParts', () => {
  const many = (count: number, length = 10) =>
    Array.from({ length: count }, (_, index) => ({
      ref: `e/${String(index).padStart(length - 2, '0')}`,
      title: `Workflow ${index}`,
    }));

  it.each([
    [0, []],
    [1, [1]],
    [200, [200]],
    [201, [200, 1]],
    [500, [200, 200, 100]],
  ])('has %d workflows in parts of %j', (count, sizes) => {
    expect(inParts(many(count)).map(part => part.length)).toEqual(sizes);
  });

  it('heeds how long a filter may be, and keeps the order', () => {
    const workflows = many(100, 100);
    const parts = inParts(workflows);
    expect(parts.flat()).toEqual(workflows);
    for (const part of parts) {
      const text = part.map(({ ref }) => ref).join(',');
      expect(text.length).toBeLessThanOrEqual(MAX_FILTER_LENGTH);
    }
    expect(parts).toHaveLength(3);
  });
});
