import { launchRequestSchema } from './actions';
import { z } from 'zod';
import {
  engineActionSchema,
  remarkActionSchema,
  runActionSchema,
} from '../model/vocabulary';
import { permissionNames } from '../permissions';
import { openRouteIds, RouteId, routes } from './contract';
import { Route } from './route';
import { RunFilter, runFilterSchema, toFilterQuery } from './runFilter';

const all = Object.entries(routes) as [RouteId, Route][];
const pointers = (result: z.ZodSafeParseResult<unknown>) =>
  result.error?.issues.map(issue => issue.path.join('/'));

/** A body in a form of others, such as CloudEvents, is read by what it says it is, and not by the contract. */
const partsOf = ({ params, query, body, accepts }: Route) =>
  accepts ? [params, query] : [params, query, body];

describe('every route', () => {
  it('has a method and path of its own', () => {
    const served = all.map(([, { method, path }]) =>
      `${method} ${path}`.replace(/:\w+/g, ':'),
    );

    expect(new Set(served).size).toBe(served.length);
  });

  it.each(all)('%s takes exactly the parameters of its path', (_, route) => {
    const inPath = [...route.path.matchAll(/:(\w+)/g)].map(match => match[1]);
    const params = Object.fromEntries(inPath.map(name => [name, 'x']));

    expect(route.params.safeParse(params).success).toBe(true);
    for (const name of inPath) {
      const { [name]: _left, ...others } = params;
      expect(route.params.safeParse(others).success).toBe(false);
      const empty = { ...params, [name]: '' };
      expect(route.params.safeParse(empty).success).toBe(false);
    }
  });

  it.each(all)('%s refuses fields that it does not know', (_, route) => {
    for (const part of partsOf(route)) {
      const codes = part
        .safeParse({ surprise: 1 })
        .error?.issues.map(issue => issue.code);
      expect(codes).toContain('unrecognized_keys');
    }
  });

  it.each(all)('%s asks for permissions that there are', (id, route) => {
    const isOpen = (openRouteIds as readonly string[]).includes(id);
    expect(route.permissions.length === 0).toBe(isOpen);
    expect(Object.values(permissionNames)).toEqual(
      expect.arrayContaining(route.permissions),
    );
  });

  it.each(all)('%s says what it is for', (_, { summary }) => {
    expect(summary).toMatch(/^[A-Z].{10,}[^.]$/);
  });

  it.each(all)('%s can be described by JSON Schema', (_, route) => {
    for (const part of partsOf(route)) {
      expect(z.toJSONSchema(part, { io: 'input' })).toMatchObject({
        type: 'object',
      });
    }
    expect(z.toJSONSchema(route.result, { io: 'output' })).toMatchObject({
      type: 'object',
    });
  });

  it('that changes something takes a key, unless it says how things are to be', () => {
    /** Said twice, they are as they were said once; each event has a name of its own, and each command one answer. */
    const settings: RouteId[] = [
      'watchRun',
      'subscribe',
      'unsubscribe',
      'ingestEvents',
      'answerIngestCommand',
    ];
    const keyed = all.filter(([, { idempotent }]) => idempotent);

    expect(keyed.map(([id]) => id)).toEqual(
      all
        .filter(
          ([id, { method, asksOnly }]) =>
            method !== 'get' && !asksOnly && !settings.includes(id),
        )
        .map(([id]) => id),
    );
  });
});

describe('lists in a query', () => {
  const parse = (query: object) => runFilterSchema.safeParse(query);

  it.each([
    ['status', 'failed', ['failed']],
    ['status', 'failed,canceled', ['failed', 'canceled']],
    ['status', ',failed,,', ['failed']],
    ['workflow', 'embedded/a,airflow/b/c', ['embedded/a', 'airflow/b/c']],
    ['entity', 'component:default/a', ['component:default/a']],
    ['tag', 'a\\,b,c\\\\,c\\\\', ['a,b', 'c\\']],
    ['backfill', 'false', false],
    ['from', '2026-11-21T10:00:00+01:00', Date.UTC(2026, 10, 21, 9)],
    ['q', ' "card declined", -test ', '"card declined", -test'],
  ])('%s=%s is %j', (name, text, list) => {
    expect(parse({ [name]: text }).data).toEqual({ [name]: list });
  });

  it.each([
    ['status', ''],
    ['status', ','],
    ['status', 'broken'],
    ['status', 'failed,broken'],
    ['status', 'x'.repeat(4_001)],
    ['q', ' '],
    ['q', 'x'.repeat(201)],
    ['workflow', Array.from(Array(201).keys()).join(',')],
    ['workflow', 'x'.repeat(257)],
    ['status', ['failed', 'canceled']],
  ])('%s=%.20s is refused', (name, text) => {
    expect(pointers(parse({ [name]: text }))).toEqual([
      expect.stringMatching(`^${name}`),
    ]);
  });
});

it('a filter comes back as it was written', () => {
  const filter: RunFilter = {
    workflow: ['embedded/a', 'airflow/b/c'],
    tag: ['a,b', '\\', 'x\\,', 'größe'],
    status: ['failed'],
    from: 1_790_000_000_123,
    backfill: true,
    needsIntervention: undefined,
    tagPattern: 'a{1,2}',
    q: 'a,b "c d" -e\\',
  };

  expect(runFilterSchema.parse(toFilterQuery(filter))).toEqual(filter);
});

describe('pages', () => {
  const limit = (route: Route, value: unknown) =>
    route.query.safeParse({ limit: value }).data as { limit: number };

  it('have a size by default', () => {
    expect(limit(routes.listRuns, undefined).limit).toBe(50);
    expect(limit(routes.listSteps, undefined).limit).toBe(100);
  });

  it.each(['1', '200', 17])('may be of %p', value => {
    expect(limit(routes.listRuns, value).limit).toBe(Number(value));
  });

  it.each(['0', '201', '-1', '1.5', 'ten', '1e9', 'NaN', 'Infinity'])(
    'may not be of %p',
    value => {
      expect(limit(routes.listRuns, value)).toBeUndefined();
    },
  );
});

describe('a launch', () => {
  it('needs no more than a workflow', () => {
    expect(launchRequestSchema.parse({ workflow: 'embedded/a' })).toEqual({
      workflow: 'embedded/a',
      input: {},
      environment: 'prod',
      priority: 'normal',
      tags: [],
      backfill: false,
    });
  });

  it.each([
    ['workflow', { workflow: '' }],
    ['input', { input: [] }],
    ['input', { input: null }],
    ['input/when', { input: { when: new Date() } }],
    ['environment', { environment: '' }],
    ['priority', { priority: 'urgent' }],
    ['tags/1', { tags: ['a', ''] }],
    ['tags', { tags: Array(51).fill('a') }],
    ['businessEventId', { businessEventId: 'x'.repeat(257) }],
    ['backfill', { backfill: 'yes' }],
  ])('is refused at %s', (pointer, request) => {
    const candidate = { workflow: 'embedded/a', ...request };
    expect(pointers(launchRequestSchema.safeParse(candidate))).toEqual([
      pointer,
    ]);
  });

  it.each([101, 5_000, 200_000])(
    'is refused where its input is nested %d levels deep',
    levels => {
      let nested: unknown = 1;
      for (let i = 0; i < levels; i++) nested = [nested];
      const result = launchRequestSchema.safeParse({
        workflow: 'embedded/a',
        input: { nested },
      });

      expect(result.error?.issues).toEqual([
        expect.objectContaining({
          path: ['input'],
          message: 'is nested deeper than 100 levels',
        }),
      ]);
    },
  );

  it('keeps nothing that would become a prototype', () => {
    const input = JSON.parse('{"__proto__":{"a":1},"deep":{"__proto__":1}}');
    const parsed = launchRequestSchema.parse({ workflow: 'embedded/a', input });

    expect(parsed.input).toEqual({ deep: {} });
    expect(Object.getPrototypeOf(parsed.input)).toBe(Object.prototype);
  });
});

describe('a cancel', () => {
  it('may give a reason, which is not blank', () => {
    const parse = (body: object) => routes.cancelRun.body.safeParse(body);

    expect(parse({}).data).toEqual({});
    expect(parse({ reason: '  wrong input ' }).data).toEqual({
      reason: 'wrong input',
    });
    expect(parse({ reason: ' ' }).success).toBe(false);
  });
});

describe('a change of tags', () => {
  const parse = (body: object) => routes.tagRun.body.safeParse(body);

  it('names at least one tag, and none to be both added and removed', () => {
    expect(parse({ add: ['a'] }).data).toEqual({ add: ['a'], remove: [] });
    expect(pointers(parse({}))).toEqual(['add']);
    expect(
      pointers(parse({ add: ['a', 'b', 'c'], remove: ['c', 'x', 'a'] })),
    ).toEqual(['remove/0', 'remove/2']);
  });

  it('removes tags that redaction has made longer than one may be written', () => {
    const long = 'x'.repeat(128);

    expect(parse({ remove: [long] }).success).toBe(true);
    expect(pointers(parse({ add: [long] }))).toEqual(['add/0']);
  });
});

describe('actions', () => {
  it('are carried out either by engines or by the portal', () => {
    const both = [...engineActionSchema.options, ...remarkActionSchema.options];

    expect(both).toEqual(runActionSchema.options);
  });
});
