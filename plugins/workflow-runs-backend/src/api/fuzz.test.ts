import fc from 'fast-check';
import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Route, routes } from 'backstage-plugin-workflow-runs-common';
import { bodyFor } from '../__testUtils__/bodies';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(200_000);

const SEED = 20261121;
const REQUESTS_PER_ROUTE = 120;
/** May do everything, and has views, as a service has not. */
const ADMIN = 'user:default/admin';

const NASTY = [
  '',
  '0',
  '-1',
  '1e99',
  '2147483648',
  '9007199254740991',
  'NaN',
  '\0',
  '%',
  '%00',
  "' or 1=1 --",
  '../..',
  '__proto__',
  'embedded/greet',
  'embedded/',
  '/',
  ',,,',
  'failed,',
  '\u202e🚀',
  'x'.repeat(5_000),
];
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.constantFrom('\0', 'a\0b') },
  { weight: 1, arbitrary: fc.constantFrom('2147483648', '4294967296') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
/** Tokens of the right make with wrong values in them. */
const token = fc
  .oneof(
    fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), text), {
      maxLength: 6,
    }),
    fc.record({ o: fc.oneof(fc.double(), fc.integer()), i: text, f: text }),
    fc.jsonValue(),
  )
  .map(value => Buffer.from(JSON.stringify(value)).toString('base64url'));
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('\0', '\ud800', 'a\udfffb', 1e308, -0),
  text,
);

/** Requests to a route: mostly of its parameters, with any values. */
function requestsTo(
  route: Route,
  ids: { runId: string; jobId: string; viewId: string },
) {
  const paramNames = [...route.path.matchAll(/:(\w+)/g)].map(
    ([, name]) => name,
  );
  const namesOf = (part: unknown) =>
    Object.keys((part as { shape?: object }).shape ?? {});
  const param = (name: string) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constant(ids[name as keyof typeof ids] ?? ids.runId),
      },
      { weight: 1, arbitrary: text },
    );
  const value = fc.oneof(
    { weight: 2, arbitrary: text },
    { weight: 1, arbitrary: fc.constant(ids.viewId) },
    { weight: 1, arbitrary: token },
  );
  const queryNames = namesOf(route.query);
  const known = fc.constantFrom(...(queryNames.length ? queryNames : ['x']));
  return fc.record({
    params: fc.tuple(...paramNames.map(param)),
    // One at a time mostly: a request is refused for the first fault that it has.
    query: fc.array(
      fc.tuple(
        fc.oneof(
          { weight: 9, arbitrary: known },
          { weight: 1, arbitrary: text },
        ),
        value,
      ),
      { maxLength: 2 },
    ),
    body: fc.oneof(
      fc.dictionary(
        fc.constantFrom('workflow', 'input', 'tags', ...namesOf(route.body)),
        json,
      ),
      fc.record({
        name: fc.oneof(text, fc.constant('Failed')),
        version: fc.oneof(fc.integer(), fc.constantFrom(1, 2, 3)),
        owner: fc.option(fc.oneof(text, fc.constant(ADMIN)), {
          nil: undefined,
        }),
        filter: fc.dictionary(
          fc.constantFrom('status', 'from', 'since', 'tagPattern', 'x'),
          fc.oneof(json, fc.constantFrom('failed', 'P1D', '(', '[a]')),
          { maxKeys: 2 },
        ),
        columns: fc.option(fc.array(text, { maxLength: 2 })),
      }),
      fc
        .dictionary(fc.constantFrom('name', 'times', 'password', 'x'), json)
        .map(input => ({ workflow: 'embedded/greet', input })),
      fc.record({
        workflow: fc.constant('embedded/wait'),
        businessEventId: text,
        environment: text,
        tags: fc.array(text, { maxLength: 2 }),
      }),
      fc.record(
        {
          action: fc.constantFrom('cancel', 'resolve', 'rerun', 'clone'),
          name: text,
          reason: text,
          params: json,
          runIds: fc.array(fc.oneof(fc.constant(ids.runId), text), {
            maxLength: 3,
          }),
          filter: fc.dictionary(fc.constantFrom('status', 'tagPattern'), text),
        },
        { requiredKeys: ['action'] },
      ),
      json,
    ),
    key: fc.option(text, { nil: undefined }),
  });
}

describeOnDatabases('whatever is asked', createDatabase => {
  let portal: TestPortal;
  let runId: string;
  let jobId: string;
  let viewId: string;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({ workflows: [greet, wait], knex });
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const asked = bodyFor('startBulkJob', runId);
    // As the service that asks below: jobs of others it only sees.
    const job = await portal.post('/bulk-jobs', asked, 'service');
    jobId = job.body.id;
    const { body } = await portal.post('/views', { name: 'Of the admin' });
    viewId = body.id;
  });
  afterAll(() => portal.stop());

  const send = (
    { method, path }: Route,
    {
      params,
      query,
      body,
      key,
    }: {
      params: string[];
      query: [string, string][];
      body: unknown;
      key?: string;
    },
  ) => {
    let next = 0;
    const filled = path.replace(/:\w+/g, () => encode(params[next++]) || '%20');
    const search = query.map(pair => pair.map(encode).join('=')).join('&');
    const url = `/v1${filled}?${search}`;
    const asked = request(portal.url)
      [method](url)
      .set('Authorization', mockCredentials.user.header(ADMIN));
    if (key !== undefined && /^[\x20-\x7e]*$/.test(key))
      asked.set('Idempotency-Key', key);
    return method === 'post' || method === 'put'
      ? asked.set('Content-Type', 'application/json').send(JSON.stringify(body))
      : asked;
  };

  // A stream has no end; what it refuses is in the test of validation. And a run that is gone is asked nothing.
  const all = Object.entries(routes).filter(
    ([id, { mediaType }]) =>
      mediaType !== 'text/event-stream' && id !== 'purgeRun',
  );
  it.each(all)('%s never fails', async (_, route) => {
    await fc.assert(
      fc.asyncProperty(
        requestsTo(route, { runId, jobId, viewId }),
        async asked => {
          const { status, body } = await send(route, asked as any);

          expect(status).toBeLessThan(500);
          if (status < 400) return;
          expect(body.error).toMatchObject({
            name: expect.stringMatching(/Error$/),
            message: expect.any(String),
          });
          const isExplained = Boolean(body.error.violations?.length);
          expect(isExplained || status !== 400).toBe(true);
        },
      ),
      { numRuns: REQUESTS_PER_ROUTE, seed: SEED },
    );
  });
});

/** Lone surrogates cannot be sent in a URL. */
function encode(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
}
