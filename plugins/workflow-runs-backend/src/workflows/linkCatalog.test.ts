import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { workflowEntity } from '../__testUtils__/TestPortal';
import { CatalogLinker } from './CatalogLinker';
import { linkCatalog } from './linkCatalog';
import { EntityLink, WorkflowStore } from './WorkflowStore';

const auth = mockServices.auth();

describe('linkCatalog', () => {
  let refused: string[];
  beforeEach(() => {
    refused = [];
  });
  const linksOf = async (entities: Entity[]) => {
    let links = new Map<string, EntityLink>();
    await linkCatalog({
      catalog: catalogServiceMock({ entities }),
      auth,
      workflows: {
        link: async (given: Map<string, EntityLink>) => {
          links = given;
        },
      } as unknown as WorkflowStore,
      now: () => 0,
      refuse: problem => refused.push(problem),
    });
    return Object.fromEntries(links);
  };
  const group = 'group:default/team';

  it('takes what is annotated, with its owners', async () => {
    const other: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'service' },
    };

    expect(
      await linksOf([workflowEntity({ workflow: 'a', owner: group }), other]),
    ).toEqual({
      'embedded/a': {
        entityRef: 'component:default/a',
        ownerRefs: [group],
        tenantId: 'default',
        runbookUrl: null,
        slo: null,
        sla: null,
      },
    });
  });

  it('takes only relations of ownership', async () => {
    const entity = workflowEntity({ workflow: 'a', owner: group });
    entity.relations!.push({ type: 'partOf', targetRef: 'system:default/s' });

    expect((await linksOf([entity]))['embedded/a'].ownerRefs).toEqual([group]);
  });

  it.each([
    ['acme', 'acme'],
    [' acme ', 'acme'],
    ['', 'default'],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['x'.repeat(129), 'default'],
  ])('takes the tenant %.12j', async (annotation, tenantId) => {
    const entity = workflowEntity({
      workflow: 'a',
      annotations: { 'workflow-runs.io/tenant': annotation },
    });

    expect((await linksOf([entity]))['embedded/a'].tenantId).toBe(tenantId);
  });

  it.each([
    ['https://acme.com/runbook#step', 'https://acme.com/runbook#step'],
    [' https://acme.com/ ', 'https://acme.com/'],
    ['http://acme.com/runbook', null],
    ['data:text/html,runbook', null],
    ['runbook', null],
    ['', null],
    [`https://acme.com/${'x'.repeat(2_000)}`, null],
  ])('takes the runbook %.30j', async (annotation, runbookUrl) => {
    const entity = workflowEntity({
      workflow: 'a',
      annotations: { 'workflow-runs.io/runbook': annotation },
    });

    expect((await linksOf([entity]))['embedded/a'].runbookUrl).toBe(runbookUrl);
  });

  it('takes the same one of several entities, in whatever order they come', async () => {
    const entities = ['m', 'c', 'x'].map(name =>
      workflowEntity({ workflow: 'a', name, owner: `group:default/${name}` }),
    );
    for (const order of [entities, [...entities].reverse()]) {
      expect(await linksOf(order)).toEqual({
        'embedded/a': expect.objectContaining({
          entityRef: 'component:default/c',
          ownerRefs: ['group:default/c'],
        }),
      });
    }
  });

  it('takes objectives as they are, and tells what cannot be understood', async () => {
    const entities = ['success-rate=99%', ' p95-duration=soon '].map(
      (slo, index) =>
        workflowEntity({
          workflow: `w${index}`,
          annotations: { 'workflow-runs.io/slo': slo },
        }),
    );
    const links = await linksOf(entities);

    expect(links['embedded/w0'].slo).toBe('success-rate=99%');
    expect(links['embedded/w1'].slo).toBe('p95-duration=soon');
    expect(refused).toEqual([
      expect.stringMatching(
        /^component:default\/w1: workflow-runs.io\/slo is ignored: p95-duration: it must be/,
      ),
    ]);
  });

  it('takes targets of runs as they are, and tells what cannot be understood', async () => {
    const entities = ['30m', ' soon '].map((sla, index) =>
      workflowEntity({
        workflow: `w${index}`,
        annotations: { 'workflow-runs.io/sla': sla },
      }),
    );
    const links = await linksOf(entities);

    expect(links['embedded/w0'].sla).toBe('30m');
    expect(links['embedded/w1'].sla).toBe('soon');
    expect(refused).toEqual([
      expect.stringMatching(
        /^component:default\/w1: workflow-runs.io\/sla is ignored: it must be a duration/,
      ),
    ]);
  });

  it('reads a catalog of more than one page', async () => {
    const entities = Array.from({ length: 1_203 }, (_, i) =>
      workflowEntity({ workflow: `w${i}` }),
    );

    expect(Object.keys(await linksOf(entities))).toHaveLength(1_203);
  });
});

describe('CatalogLinker', () => {
  const logger = mockServices.logger.mock();
  let failure: Error | undefined;
  let rounds: number;
  let items: Entity[];
  let linker: CatalogLinker;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    failure = undefined;
    rounds = 0;
    items = [];
    linker = new CatalogLinker({
      catalog: {
        queryEntities: async () => {
          rounds += 1;
          if (failure) throw failure;
          return { items, pageInfo: {}, totalItems: items.length };
        },
      } as unknown as CatalogService,
      auth,
      workflows: { link: async () => {} } as unknown as WorkflowStore,
      logger,
      now: () => 0,
    });
  });
  afterEach(() => {
    linker.stop();
    jest.useRealTimers();
  });

  it('asks often at first, and each minute later', async () => {
    linker.start();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(rounds).toBe(8);
    await jest.advanceTimersByTimeAsync(5 * 60_000);
    expect(rounds).toBe(13);
  });

  it('says once what is wrong, goes on, and says what is wrong next', async () => {
    failure = new Error('the catalog is away');
    linker.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(3);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    failure = undefined;
    await jest.advanceTimersByTimeAsync(20_000);
    failure = new Error('away again');
    await jest.advanceTimersByTimeAsync(120_000);

    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(logger.warn).toHaveBeenLastCalledWith(
      expect.stringContaining('away again'),
    );
  });

  it('says once what it does not understand of an entity', async () => {
    items = [
      workflowEntity({
        workflow: 'a',
        annotations: { 'workflow-runs.io/slo': 'fast' },
      }),
    ];
    linker.start();
    await jest.advanceTimersByTimeAsync(60_000);

    expect(rounds).toBeGreaterThan(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('component:default/a: workflow-runs.io/slo'),
    );
  });

  it('stops, also where it never started', async () => {
    linker.start();
    await jest.advanceTimersByTimeAsync(1_500);
    linker.stop();
    linker.start();
    await jest.advanceTimersByTimeAsync(300_000);

    expect(rounds).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
