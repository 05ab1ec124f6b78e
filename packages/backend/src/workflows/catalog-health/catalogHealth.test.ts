import { Entity } from '@backstage/catalog-model';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findDefinitionProblems } from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import {
  createFakeStepContext,
  FakeStepContext,
} from 'backstage-plugin-workflow-runs-node/testing';
import { CatalogReader } from './catalogReader';
import { checkAnnotations } from './checkAnnotations';
import { checkOwners } from './checkOwners';
import { checkRelations } from './checkRelations';
import { countEntities } from './countEntities';
import {
  catalogHealth,
  CatalogHealthInput,
  CatalogHealthOutputs,
} from './definition';
import { enforceThreshold } from './enforceThreshold';
import { score } from './score';
import { writeReport } from './writeReport';

const entity = (
  kind: string,
  name: string,
  relations: Record<string, string> = {},
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { namespace: 'default', name, annotations },
  relations: Object.entries(relations).map(([type, targetRef]) => ({
    type,
    targetRef,
  })),
});

const entities = [
  entity('Group', 'team'),
  entity(
    'Component',
    'tidy',
    { ownedBy: 'group:default/team', dependsOn: 'resource:default/db' },
    { runbook: 'here' },
  ),
  entity('Component', 'orphan', {
    ownedBy: 'group:default/gone',
    dependsOn: 'component:default/gone',
  }),
  entity('Resource', 'db', { ownedBy: 'user:default/mia' }, { runbook: 'x' }),
  entity('User', 'mia'),
];

const defaultInput: CatalogHealthInput = {
  kinds: ['Component', 'Resource'],
  requiredAnnotations: ['runbook'],
};

function contextOf(
  input: Partial<CatalogHealthInput> = {},
  outputs: Partial<CatalogHealthOutputs> = {},
): FakeStepContext<CatalogHealthInput, CatalogHealthOutputs> {
  return createFakeStepContext({
    input: { ...defaultInput, ...input },
    outputs,
  });
}

function readerOf(catalogEntities: Entity[]) {
  const catalog = catalogServiceMock({ entities: catalogEntities });
  const auth = mockServices.auth();
  return { catalog, reader: CatalogReader.create({ catalog, auth }) };
}

describe('catalog_health', () => {
  it('is a definition that can be run', () => {
    expect(findDefinitionProblems(catalogHealth.definition)).toEqual([]);
  });

  it('finds what is wrong, scores it and reports it', async () => {
    const { reader } = readerOf(entities);
    const count_entities = await countEntities(reader)(contextOf());
    expect(count_entities).toEqual({
      total: 3,
      byKind: { Component: 2, Resource: 1 },
    });

    const context = contextOf({}, { count_entities });
    const check_owners = await checkOwners(reader)(context);
    expect(check_owners.findings.map(f => `${f.entity} ${f.rule}`)).toEqual([
      'component:default/orphan owner_unknown',
      'resource:default/db owner_is_person',
    ]);
    expect(context.recorded.progress.at(-1)).toEqual({
      message: '3 of 3 entities',
      fraction: 1,
    });
    expect(context.recorded.logs).toEqual(
      expect.arrayContaining([
        {
          level: 'warn',
          message:
            'component:default/orphan: is owned by group:default/gone, which does not exist',
        },
        {
          level: 'info',
          message: 'Checked 3 entities',
          fields: { errors: 1, warnings: 1 },
        },
      ]),
    );

    const checks = {
      count_entities,
      check_owners,
      check_annotations: await checkAnnotations(reader)(context),
      check_relations: await checkRelations(reader)(context),
    };
    const scored = score(contextOf({}, checks));
    expect(scored).toMatchObject({
      score: 61.1,
      grade: 'poor',
      errors: 3,
      warnings: 1,
    });

    const reporting = contextOf({}, { ...checks, score: scored });
    await expect(writeReport(() => new Date(0))(reporting)).resolves.toEqual({
      files: ['catalog-health.csv', 'catalog-health.html'],
    });
    const [csv, html] = reporting.recorded.artifacts;
    expect(csv.contentType).toBe('text/csv');
    expect(String(csv.content).trim().split('\r\n')).toHaveLength(5);
    expect(html.contentType).toBe('text/html');
    expect(html.content).toContain('component:default/orphan');
  });

  it('fills in defaults that suit a plain catalog', () => {
    const { properties } = catalogHealth.definition.inputSchema as any;
    expect(properties.kinds.default).toContain('Component');
    expect(properties.failBelow.default).toBeUndefined();
  });
});

describe('countEntities', () => {
  it('warns about a kind that the catalog does not hold', async () => {
    const context = contextOf({ kinds: ['Component', 'Template'] });
    await countEntities(readerOf(entities).reader)(context);
    expect(context.recorded.logs).toContainEqual({
      level: 'warn',
      message: 'Template: the catalog holds no such entity',
    });
  });

  it('fails where there is nothing to check', async () => {
    await expect(
      countEntities(readerOf(entities).reader)(
        contextOf({ kinds: ['Domain'] }),
      ),
    ).rejects.toMatchObject({
      category: 'validation_failed',
      code: 'nothing_to_check',
    });
  });
});

describe('a check', () => {
  const many = Array.from({ length: 450 }, (_, i) =>
    entity('Component', `c${i}`, { ownedBy: 'group:default/gone' }),
  );

  it('reads the catalog page by page and asks for a ref once', async () => {
    const { catalog, reader } = readerOf(many);
    const refs = jest.spyOn(catalog, 'getEntitiesByRefs');
    const context = contextOf();
    const result = await checkOwners(reader)(context);

    expect(result).toMatchObject({ checked: 450, errors: 450 });
    expect(context.recorded.progress).toHaveLength(3);
    expect(refs).toHaveBeenCalledTimes(1);
  });

  it('keeps its log short', async () => {
    const context = contextOf();
    await checkOwners(readerOf(many).reader)(context);
    const { logs } = context.recorded;
    expect(logs.filter(({ level }) => level === 'warn')).toHaveLength(20);
    expect(logs.at(-2)?.message).toBe('430 more findings are in the report');
  });

  it('stops between pages where the run is canceled', async () => {
    const { reader, catalog } = readerOf(many);
    const context = contextOf();
    const query = jest.spyOn(catalog, 'queryEntities');
    context.progress = () => context.abort(new Error('canceled'));
    await expect(checkOwners(reader)(context)).rejects.toThrow('canceled');
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('counts a catalog that does not answer as transient', async () => {
    const { catalog, reader } = readerOf(entities);
    jest.spyOn(catalog, 'queryEntities').mockRejectedValue(new Error('down'));
    const failure = await checkOwners(reader)(contextOf()).catch(e => e);
    expect(failure).toBeInstanceOf(StepFailure);
    expect(failure).toMatchObject({
      category: 'transient',
      message: 'The catalog did not answer: down',
    });
  });
});

describe('enforceThreshold', () => {
  const scored = (value: number) => ({
    score: {
      score: value,
      grade: 'fair' as const,
      errors: 0,
      warnings: 0,
      worst: [],
    },
  });

  it.each([
    [80, 80],
    [81, 80],
  ])('accepts a score of %p where %p was asked for', (value, failBelow) => {
    expect(() =>
      enforceThreshold(contextOf({ failBelow }, scored(value))),
    ).not.toThrow();
  });

  it('fails with the score and what was asked for', () => {
    expect(() =>
      enforceThreshold(contextOf({ failBelow: 80 }, scored(79.9))),
    ).toThrow('The score is 79.9, below the 80 asked for');
  });
});
