import request from 'supertest';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const SECRET = 'hunter2-s3cret';
const MANY_RUNS = Array.from({ length: 51 }, (_, i) => `r${i}`).join();

describe('a request that does not fit', () => {
  let portal: TestPortal;
  let runId: string;

  beforeAll(async () => {
    portal = await TestPortal.start({ workflows: [greet, wait] });
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
  });
  afterAll(() => portal.stop());

  const launch = (body: object) => portal.post('/runs', body);
  const greeting = (input: object) =>
    launch({ workflow: 'embedded/greet', input });
  /** Raw, so that it can be wrong in ways that no client lets it be. */
  const raw = (path: string, body: string, type = 'application/json') =>
    request(portal.url)
      .post(`/v1${path}`)
      .set('Authorization', 'Bearer mock-service-token')
      .set('Content-Type', type)
      .send(body);

  describe.each([
    ['/runs?limit=0', '/limit', 'too_small'],
    ['/runs?limit=201', '/limit', 'too_big'],
    ['/runs?limit=ten', '/limit', 'invalid_type'],
    ['/runs?limit[]=1&limit[]=2', '/limit', 'invalid_type'],
    ['/runs?limit[a]=1', '/limit', 'invalid_type'],
    ['/runs?status=broken', '/status/0', 'invalid_value'],
    ['/runs?status=', '/status', 'too_small'],
    ['/runs?status=failed&status=failed', '/status', 'invalid_type'],
    ['/runs?sort=asc', '/sort', 'invalid_value'],
    ['/runs?from=yesterday', '/from', 'invalid_format'],
    ['/runs?backfill=1', '/backfill', 'invalid_value'],
    ['/runs?tagPattern=(', '/tagPattern', 'pattern'],
    ['/runs?staus=failed', '/staus', 'unknown'],
    ['/runs/facets?facets=colour', '/facets/0', 'invalid_value'],
    ['/runs/counts?limit=5', '/limit', 'unknown'],
    ['/runs?a/b~c=1', '/a~1b~0c', 'unknown'],
    ['/runs?token=abc', '/token', 'cursor'],
    ['/runs?workflow=%00', '/workflow', 'characters'],
    [`/workflows?entity=${'x'.repeat(513)}`, '/entity', 'too_big'],
    ['/runs/:run/steps?after=abc', '/after', 'cursor'],
    ['/runs/:run/attempts?after=W10', '/after', 'cursor'],
    ['/runs/:run/events?after=-1', '/after', 'too_small'],
    ['/runs/:run/events?after=99999999999999999999', '/after', 'too_big'],
    ['/runs/:run/logs?level=loud', '/level/0', 'invalid_value'],
    ['/runs/:run/io?step=a%00', '/step', 'characters'],
    ['/runs/:run/stream?after=x', '/after', 'invalid_type'],
    ['/stream', '/run', 'required'],
    ['/stream?status=failed', '/list', 'required'],
    ['/stream?run=:run&status=failed', '/list', 'required'],
    ['/stream?list=false', '/list', 'invalid_value'],
    ['/stream?run=', '/run', 'too_small'],
    ['/stream?run=@5', '/run/0', 'pattern'],
    [`/stream?run=${MANY_RUNS}`, '/run', 'too_big'],
    ['/stream?run=:run&after=-1', '/after', 'too_small'],
    ['/stream?run=:run&after=x', '/after', 'invalid_type'],
    ['/stream?run=:run&after=99999999999999999999', '/after', 'too_big'],
    ['/stream?list=true&tagPattern=%5B', '/tagPattern', 'pattern'],
    ['/stream?list=true&sort=status', '/sort', 'unknown'],
    [`/runs/${'x'.repeat(129)}`, '/runId', 'too_big'],
    ['/runs/run_%00', '/runId', 'characters'],
    ['/runs/%ZZ', '', 'encoding'],
    ['/runs/%ED%A0%80', '', 'encoding'],
  ])('GET %s', (path, pointer, rule) => {
    it(`breaks ${rule} at '${pointer}'`, async () => {
      const { status, body } = await portal.get(path.replace(':run', runId));

      expect({ status, ...body.error }).toMatchObject({
        status: 400,
        name: 'InputError',
        violations: [{ pointer, rule, message: expect.any(String) }],
      });
    });
  });

  it.each([
    ['staus', ": did you mean 'status'?"],
    ['workflows', ": did you mean 'workflow'?"],
    ['tagPatern', ": did you mean 'tagPattern'?"],
    ['colour', ''],
    ['x'.repeat(2_000), ''],
  ])('a filter named %.20s is unknown%s', async (name, hint) => {
    const { body } = await portal.get(`/runs?${name}=x`);

    expect(body.error.violations).toEqual([
      {
        pointer: `/${name}`,
        rule: 'unknown',
        message: `there is no such field${hint}`,
      },
    ]);
  });

  describe.each([
    [{}, '/workflow', 'invalid_type'],
    [{ workflow: 'x' }, '/workflow', 'too_small'],
    [{ workflow: 'no-slash' }, '/workflow', 'pattern'],
    [{ workflow: 'embedded/greet', surprise: SECRET }, '/surprise', 'unknown'],
    [{ workflow: 'embedded/greet', tags: [''] }, '/tags/0', 'too_small'],
    [{ workflow: 'embedded/greet', tags: 'x' }, '/tags', 'invalid_type'],
    [
      { workflow: 'embedded/greet', priority: SECRET },
      '/priority',
      'invalid_value',
    ],
    [{ workflow: 'embedded/greet', input: [] }, '/input', 'invalid_type'],
    [
      { workflow: 'embedded/greet', environment: '\0' },
      '/environment',
      'too_small',
    ],
    [[], '', 'invalid_type'],
  ])('POST /runs with %j', (body, pointer, rule) => {
    it(`breaks ${rule} at '${pointer}'`, async () => {
      const response = await launch(body);

      expect(response.status).toBe(400);
      expect(response.body.error.violations[0]).toMatchObject({
        pointer,
        rule,
      });
      expect(response.text).not.toContain(SECRET);
    });
  });

  describe('the input of a launch', () => {
    it.each([
      [{}, '/name', 'required'],
      [{ name: '' }, '/name', 'minLength'],
      [{ name: 7 }, '/name', 'type'],
      [{ name: 'Ada', times: 6 }, '/times', 'maximum'],
      [{ name: 'Ada', times: 1.5 }, '/times', 'type'],
      [{ name: 'Ada', mood: SECRET }, '/mood', 'enum'],
      [{ name: 'Ada', address: {} }, '/address/street', 'required'],
      [{ name: 'Ada', 'a/b~': 1 }, '/a~1b~0', 'additionalProperties'],
      [{ name: SECRET.repeat(5) }, '/name', 'maxLength'],
    ])('%j is refused at the field', async (input, pointer, rule) => {
      const { status, body, text } = await greeting(input);

      expect(status).toBe(400);
      expect(body.error.violations).toEqual([
        { pointer, rule, message: expect.stringMatching(/.{5,}/) },
      ]);
      expect(text).not.toContain(SECRET);
    });

    it('has all its faults told at once, but not without end', async () => {
      const several = await greeting({ times: 9, mood: 'x' });
      const many = await greeting(
        Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, 1])),
      );

      expect(several.body.error.violations).toHaveLength(3);
      expect(many.body.error.violations).toHaveLength(50);
    });

    it('may hold what no database stores: it is taken out', async () => {
      const { status, body } = await greeting({ name: 'A\0d\ud800a' });
      expect(status).toBe(201);
      const { body: io } = await portal.get(`/runs/${body.runId}/io`);

      expect(io.items[0].value).toMatchObject({ name: 'Ad\ufffda' });
    });

    it('may have names that mean something to JavaScript', async () => {
      for (const name of ['__proto__', 'constructor', 'toString']) {
        const { status } = await raw(
          '/runs',
          `{"workflow":"embedded/greet","input":{"name":"x","${name}":{"a":1}}}`,
        );
        expect([201, 400]).toContain(status);
      }
    });
  });

  describe('a body', () => {
    it.each([
      ['that is no JSON', `{"password": "${SECRET}"`, 400, 'parse_failed'],
      ['that is no object', `"${SECRET}"`, 400, 'parse_failed'],
      ['that is null', 'null', 400, 'parse_failed'],
      ['nested without end', '['.repeat(200_000), 400, 'too_deep'],
      [
        'nested deeper than it may be',
        `{"workflow":"embedded/greet","input":${'{"a":'.repeat(
          150,
        )}1${'}'.repeat(150)}}`,
        400,
        'custom',
      ],
      [
        'nested deeper than the stack',
        `{"workflow":"embedded/greet","input":${'{"a":'.repeat(
          90_000,
        )}1${'}'.repeat(90_000)}}`,
        400,
        'too_deep',
      ],
      [
        'over a megabyte',
        JSON.stringify({ a: SECRET.repeat(100_000) }),
        413,
        'too_large',
      ],
    ])('%s is refused, and not repeated', async (_, body, status, rule) => {
      const response = await raw('/runs', body);

      expect(response.status).toBe(status);
      expect(response.body.error).toMatchObject({
        name: 'InputError',
        violations: [{ message: expect.any(String) }],
      });
      expect(response.body.error.violations[0].rule).toEqual(rule);
      expect(response.text).not.toContain(SECRET);
    });

    it('of another type is refused, not ignored', async () => {
      const { status, body } = await raw(
        `/runs/${runId}/cancel`,
        'reason=x',
        'application/x-www-form-urlencoded',
      );

      expect(status).toBe(400);
      expect(body.error.violations).toMatchObject([
        { pointer: '/Content-Type', rule: 'media_type' },
      ]);
    });
  });

  it.each(['', ' ', 'a b', 'x'.repeat(129), 'ä'])(
    'has no Idempotency-Key %j',
    async key => {
      const { status, body } = await portal
        .post('/runs', { workflow: 'embedded/wait' })
        .set('Idempotency-Key', encodeURI(key) === key ? key : 'a\tb');

      expect(status).toBe(400);
      expect(body.error.violations).toMatchObject([
        { pointer: '/Idempotency-Key' },
      ]);
    },
  );

  it.each(['', 'x', '-1', '1e3', '9'.repeat(16)])(
    'has no Last-Event-ID %j',
    async id => {
      const { status, body } = await portal
        .get(`/runs/${runId}/stream`)
        .set('Last-Event-ID', id);

      expect(status).toBe(400);
      expect(body.error.violations).toMatchObject([
        { pointer: '/Last-Event-ID', rule: 'pattern' },
      ]);
    },
  );
});
