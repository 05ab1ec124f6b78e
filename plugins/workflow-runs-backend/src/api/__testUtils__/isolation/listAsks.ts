import {
  permissionNames,
  RouteId,
  RunFacet,
} from 'backstage-plugin-workflow-runs-common';
import { Answer, Ask, AsksOf, NONE, pathTo } from './Ask';
import { Oracle } from './Oracle';
import { World } from './World';

/** A filter, and which runs it means. */
interface Filter {
  query: Record<string, string>;
  fits: (index: number) => boolean;
  /** It looks into texts. */
  looksIntoTexts?: true;
}

/** What a run says of itself, and what only who sees it may find it by. */
export function filtersOf(world: World): Filter[] {
  const { runs, workflows } = world.drawn;
  const last = runs.length - 1;
  const mark = world.mark('run', last);
  return [
    { query: {}, fits: () => true },
    { query: { tag: mark }, fits: index => index === last },
    { query: { tagPattern: mark }, fits: index => index === last },
    { query: { version: mark }, fits: index => index === last },
    {
      query: { parent: world.runId(0) },
      fits: index => world.before(index, 'parent') === 0,
    },
    {
      query: { workflow: workflows[runs[last].workflow].ref },
      fits: index => runs[index].workflow === runs[last].workflow,
    },
    {
      query: { status: runs[last].status },
      fits: index => runs[index].status === runs[last].status,
    },
    {
      query: { q: world.mark('io', last) },
      fits: index => index === last,
      looksIntoTexts: true,
    },
    { query: { q: 'alpha' }, fits: () => true, looksIntoTexts: true },
  ];
}

/** Indexes of the runs that a caller finds by a filter, where they may also do something else to them. */
function found(
  world: World,
  oracle: Oracle,
  { fits, looksIntoTexts }: Filter,
  permission: string = permissionNames.runRead,
): number[] {
  return [...world.drawn.runs.keys()].filter(
    index =>
      fits(index) &&
      (looksIntoTexts ? oracle.readsIo(index) : oracle.sees(index)) &&
      oracle.permits(permission, index),
  );
}

/** Whether it is refused, because the caller could find nothing whatever there is. */
function isRefused(
  oracle: Oracle,
  { looksIntoTexts }: Filter,
  ...permissions: string[]
): boolean {
  const needed = [
    permissionNames.runRead,
    ...(looksIntoTexts ? [permissionNames.runReadIo] : []),
    ...permissions,
  ];
  return !needed.every(permission => oracle.has(permission));
}

/** Asks a list by each filter. */
const byFilters =
  (
    id: RouteId,
    options: {
      extra?: Record<string, string>;
      permissions?: string[];
      check: (
        body: any,
        indexes: number[],
        world: World,
        answer: Answer,
      ) => void;
      isText?: true;
    },
  ): AsksOf =>
  (world, oracle) =>
    filtersOf(world).map(filter => {
      const { extra = {}, permissions = [], check, isText } = options;
      const indexes = found(world, oracle, filter, permissions[0]);
      return {
        path: `${pathTo(id)}?${new URLSearchParams({
          ...extra,
          ...filter.query,
        })}`,
        check: answer => {
          if (isRefused(oracle, filter, ...permissions)) {
            expect(answer.status).toBe(403);
            return;
          }
          expect(answer.status).toBe(200);
          check(
            isText ? undefined : JSON.parse(answer.text),
            indexes,
            world,
            answer,
          );
        },
      };
    });

/** Lists by a view: of others, it is as if there were none. */
const byViews =
  (id: RouteId): AsksOf =>
  (world, oracle) =>
    [...world.drawn.views.keys()].map(index => ({
      path: `${pathTo(id)}?view=${world.viewId(index)}`,
      absent: oracle.seesView(index)
        ? []
        : [[world.viewId(index), world.viewId(NONE + index)]],
    }));

const both =
  (...asks: AsksOf[]): AsksOf =>
  (world, oracle) =>
    asks.flatMap(asksOf => asksOf(world, oracle));

const idsOf = (world: World, indexes: number[]) =>
  indexes.map(index => world.runId(index)).sort();

const FACETS: Partial<
  Record<RunFacet, (world: World, index: number) => string[]>
> = {
  workflow: (world, index) => [
    world.drawn.workflows[world.drawn.runs[index].workflow].ref,
  ],
  environment: (world, index) => [world.drawn.runs[index].environment],
  version: (world, index) => [world.mark('run', index)],
  status: (world, index) => [world.drawn.runs[index].status],
  tag: (world, index) => [
    ...world.drawn.runs[index].tags,
    world.mark('run', index),
  ],
  errorCode: (world, index) =>
    world.drawn.runs[index].errorCode ? [world.mark('run', index)] : [],
  startedBy: (world, index) => {
    const { startedBy } = world.drawn.runs[index];
    return startedBy ? [startedBy] : [];
  },
  owner: (world, index) => {
    const { owner, workflow } = world.drawn.runs[index];
    return owner ? [owner] : world.drawn.workflows[workflow].owners;
  },
};

function checkPage(body: any, indexes: number[], world: World) {
  const ids = body.items.map(({ id }: { id: string }) => id);
  expect(ids.sort()).toEqual(idsOf(world, indexes));
  expect(body.nextToken).toBeNull();
}

function checkCounts(body: any, indexes: number[], world: World) {
  for (const { status, count } of body.statuses) {
    const wanted = indexes.filter(
      index => world.drawn.runs[index].status === status,
    );
    expect(count).toBe(wanted.length);
  }
}

/** Facets are not narrowed by themselves, so only what filters none of them is checked. */
function checkFacets(body: any, indexes: number[], world: World) {
  for (const { facet, values, counted } of body.facets) {
    const wanted = new Map<string, number>();
    for (const index of indexes) {
      for (const value of FACETS[facet as RunFacet]!(world, index))
        wanted.set(value, (wanted.get(value) ?? 0) + 1);
    }
    expect(
      new Map(values.map(({ value, count }: any) => [value, count])),
    ).toEqual(wanted);
    expect(counted).toEqual({ count: indexes.length, isMore: false });
  }
}

const facetAsks: AsksOf = (world, oracle) =>
  byFilters('listFacets', {
    extra: { facets: Object.keys(FACETS).join(',') },
    check: checkFacets,
  })(world, oracle).filter(
    ({ path }) =>
      ['q', 'parent'].some(name => path.includes(`&${name}=`)) ||
      !path.includes('&'),
  );

const previews: AsksOf = (world, oracle) => [
  ...filtersOf(world)
    .filter(({ query }) => Object.keys(query).length > 0)
    .map((filter): Ask => {
      const wanted = found(world, oracle, filter);
      return {
        path: pathTo('previewBulkJob'),
        body: { action: 'cancel', filter: filter.query },
        check: ({ status, text }) => {
          expect(status).toBe(isRefused(oracle, filter) ? 403 : 200);
          if (status === 200)
            expect(JSON.parse(text).total).toBe(wanted.length);
        },
      };
    }),
  {
    path: pathTo('previewBulkJob'),
    body: {
      action: 'rerun',
      runIds: [...world.drawn.runs.keys(), NONE].map(index =>
        world.runId(index),
      ),
    },
    check: ({ status, text }) => {
      if (!oracle.has(permissionNames.runRead)) {
        expect(status).toBe(403);
        return;
      }
      const { total, refused } = JSON.parse(text);
      const hidden = world.drawn.runs.length - oracle.seen().length;
      expect(total).toBe(world.drawn.runs.length + 1);
      expect(
        refused.find(({ reason }: any) => reason.includes('no such run')),
      ).toEqual({
        reason: expect.any(String),
        count: hidden + 1,
        sampleRunIds: [],
      });
    },
  },
  ...[...world.drawn.views.keys()].map(
    (index): Ask => ({
      path: pathTo('previewBulkJob'),
      body: { action: 'cancel', filter: { view: world.viewId(index) } },
      absent: oracle.seesView(index)
        ? []
        : [[world.viewId(index), world.viewId(NONE + index)]],
    }),
  ),
];

function checkRows(text: string, indexes: number[], world: World) {
  const ids = text
    .split(/\r?\n/)
    .map(line => /run_zzid\d+x\d+q/.exec(line)?.[0])
    .filter(id => id !== undefined);
  expect(ids.sort()).toEqual(idsOf(world, indexes));
}

const exported = (format: 'csv' | 'jsonl') =>
  byFilters('exportRuns', {
    extra: { format },
    permissions: [permissionNames.runExport],
    isText: true,
    check: (_, indexes, world, { text }) => checkRows(text, indexes, world),
  });

/** What is asked of the routes that look for runs. */
export const listAsks = {
  listRuns: both(
    byFilters('listRuns', { check: checkPage }),
    // With a token.
    () => [{ path: `${pathTo('listRuns')}?limit=1` }],
    byViews('listRuns'),
  ),
  countRuns: both(
    byFilters('countRuns', { check: checkCounts }),
    byViews('countRuns'),
  ),
  listFacets: both(facetAsks, byViews('listFacets')),
  exportRuns: both(exported('csv'), exported('jsonl'), byViews('exportRuns')),
  previewBulkJob: previews,
} satisfies Partial<Record<RouteId, AsksOf>>;
