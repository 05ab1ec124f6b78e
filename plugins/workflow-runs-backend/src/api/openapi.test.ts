import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Route, RouteId, routes } from 'backstage-plugin-workflow-runs-common';
import { FakeEngine } from 'backstage-plugin-workflow-runs-node/testing';
import { BODIES, bodyFor, QUERIES } from '../__testUtils__/bodies';
import { enginesModule } from '../__testUtils__/enginesModule';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import {
  newWebhook,
  TestWebhook,
  withWebhook,
} from '../__testUtils__/webhooks';
import { fail, greet, wait } from '../__testUtils__/workflows';
import { openApiDocument } from './openapi';

jest.setTimeout(60_000);

const document = openApiDocument() as any;
const operations: [path: string, method: string, operation: any][] =
  Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, operation]) =>
        [path, method, operation] as [string, string, any],
    ),
  );
const operationOf = (id: RouteId) =>
  operations.find(([, , operation]) => operation.operationId === id)![2];

/** Every object of the document, with where it is. */
function* objectsIn(value: unknown, at = '#'): Generator<[string, any]> {
  if (typeof value !== 'object' || value === null) return;
  yield [at, value];
  for (const [key, item] of Object.entries(value))
    yield* objectsIn(item, `${at}/${key}`);
}
const resolve = (ref: string) =>
  ref
    .slice(2)
    .split('/')
    .reduce((value, key) => value?.[key], document);

/** Compiles a schema of the document, with its components to refer to. */
const ajv = addFormats(
  new Ajv2020({
    allErrors: true,
    strictSchema: false,
    allowUnionTypes: true,
  }),
);
ajv.addSchema({ $id: 'doc', components: document.components });
const compile = (schema: object) =>
  ajv.compile(
    JSON.parse(JSON.stringify(schema), (key, value) =>
      key === '$ref' ? `doc${value}` : value,
    ),
  );

describe('the API document', () => {
  it('is the one that the repository has for catalogs and tools', () => {
    const file = join(__dirname, '../../../../docs/reference/openapi.json');

    // `npm run api-reports` brings it up to date.
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document);
  });

  it('has what OpenAPI 3.1 asks for', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String), version: '1.0.0' },
      servers: [{ url: '/api/workflow-runs' }],
      components: { securitySchemes: { backstage: { type: 'http' } } },
    });
    for (const [path, , operation] of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters.filter(
        (parameter: any) => parameter.in === 'path',
      );
      expect(named.map(({ name }: any) => name)).toEqual(inPath);
      for (const parameter of operation.parameters) {
        expect(parameter).toEqual(
          expect.objectContaining({
            name: expect.any(String),
            in: expect.stringMatching(/^(path|query|header)$/),
            required: expect.any(Boolean),
            schema: expect.any(Object),
          }),
        );
      }
      for (const response of Object.values<any>(operation.responses)) {
        expect(response.description).toEqual(expect.any(String));
        for (const media of Object.values<any>(response.content))
          expect(media.schema).toEqual(expect.any(Object));
      }
    }
  });

  it('has every route, each under a name of its own, and nothing else', () => {
    const served = (Object.entries(routes) as [string, Route][]).map(
      ([id, { method, path }]) =>
        `${id}: ${method} /v1${path.replace(/:(\w+)/g, '{$1}')}`,
    );

    expect(
      operations.map(
        ([path, method, { operationId }]) =>
          `${operationId}: ${method} ${path}`,
      ),
    ).toEqual(served);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...objectsIn(document)].flatMap(([at, { $ref }]) =>
      typeof $ref === 'string' ? [[at, $ref]] : [],
    );

    expect(refs.length).toBeGreaterThan(50);
    for (const [at, ref] of refs)
      expect({ at, found: resolve(ref) !== undefined }).toEqual({
        at,
        found: true,
      });
  });

  it('has schemas that a validator takes', () => {
    const schemas = [
      ...Object.keys(document.components.schemas).map(name => ({
        $ref: `#/components/schemas/${name}`,
      })),
      ...operations.flatMap(([, , { parameters, requestBody }]) => [
        ...parameters.map(({ schema }: { schema: object }) => schema),
        ...(requestBody
          ? [requestBody.content['application/json'].schema]
          : []),
      ]),
    ];

    for (const schema of schemas) expect(() => compile(schema)).not.toThrow();
  });

  it('has examples of errors that are such errors', () => {
    const isError = compile({ $ref: '#/components/schemas/Error' });
    for (const [, , { responses }] of operations) {
      for (const [status, { content }] of Object.entries<any>(responses)) {
        if (Number(status) < 400) continue;
        const { example } = content['application/json'];

        expect(example.response.statusCode).toBe(Number(status));
        expect({ ok: isError(example), errors: isError.errors }).toEqual({
          ok: true,
          errors: null,
        });
      }
    }
  });

  it('says which permissions a route needs', () => {
    expect(operationOf('cancelRun').description).toBe(
      'Needs `workflow-runs.run.read` and `workflow-runs.run.cancel`.',
    );
  });
});

/** What engines elsewhere are asked: the one here answers nothing. */
const ELSEWHERE: readonly RouteId[] = ['getNativeHistory', 'getRetryPlan'];

describe('what is served', () => {
  const shop = new FakeEngine({ instance: { id: 'shop' } });
  const times = { startedAt: Date.now(), changedAt: Date.now() };
  shop.put({
    ...times,
    id: 'told',
    workflow: 'order',
    status: 'busy',
    steps: ['pick', 'pack'],
    events: [{ type: 'began' }],
  });

  let portal: TestPortal;
  let runId: string;
  let nativeId: string;
  let artifactId: string;
  let jobId: string;
  let viewId: string;
  let groupId: string;
  let policyId: string;
  let retentionJobId: string;
  let alertRuleId: string;
  let webhook: TestWebhook;

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [fail, greet, wait],
      config: {
        slos: [{ workflow: '*', successRate: 0.9 }],
        // An engine elsewhere.
        ingest: {
          sources: [{ source: '/ci', subjects: ['external:ci'], engine: 'ci' }],
        },
      },
      beside: { features: [enginesModule(shop)] },
    });
    nativeId = await eventually(async () => {
      const { body: known } = await portal.get('/runs?engine=shop');
      return known.items[0].id;
    });
    ({
      body: { id: viewId },
    } = await portal.post('/views', {
      name: 'Failed',
      filter: { status: 'failed', since: 'P1D' },
      columns: ['status'],
    }));
    const policy = await portal.post(
      '/privacy/policies',
      BODIES.createPrivacyPolicy!,
    );
    policyId = policy.body.id;
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
    const { body } = await portal.get(`/runs/${runId}/artifacts`);
    artifactId = body.items[0].id;
    await portal.post(`/runs/${runId}/annotate`, BODIES.annotateRun);
    const asked = bodyFor('startBulkJob', runId);
    const job = await portal.post('/bulk-jobs', asked);
    jobId = job.body.id;
    await eventually(async () => {
      const { body: now } = await portal.get(`/bulk-jobs/${jobId}`);
      if (now.status !== 'completed') throw new Error('not yet');
    });
    retentionJobId = (await portal.post('/retention/jobs')).body.id;
    const rule = await portal.post('/alert-rules', BODIES.createAlertRule!);
    alertRuleId = rule.body.id;
    webhook = await newWebhook(portal);
    await portal.until(await portal.launch('fail'), 'failed');
    await eventually(async () => {
      const groups = await portal.get('/failure-groups');
      groupId = groups.body.items[0].id;
    });
    await eventually(async () => {
      const logs = await portal.get(`/runs/${runId}/logs`);
      if (logs.body.items.length < 3) throw new Error('not all lines yet');
    });
  });
  afterAll(() => portal.stop());

  const pathOf = (id: RouteId) =>
    withWebhook(`${routes[id].path}${QUERIES[id] ?? ''}`, webhook)
      .replaceAll(':runId', ELSEWHERE.includes(id) ? nativeId : runId)
      .replace(':viewId', viewId)
      .replace(':artifactId', artifactId)
      .replace(':jobId', jobId)
      .replace(':retentionJobId', retentionJobId)
      .replace(':alertRuleId', alertRuleId)
      .replace(':groupId', groupId)
      .replace(':policyId', policyId)
      .replace(':engine', 'embedded')
      .replace(':name', 'greet');
  /** What the document does not say of an answer; null where it says all. */
  const surprisesIn = (
    id: RouteId,
    { status, body }: { status: number; body: unknown },
  ) => {
    const response = operationOf(id).responses[status];
    if (!response) return `${id} answers ${status}`;
    const fits = compile(response.content['application/json'].schema);
    return fits(body) ? null : fits.errors;
  };

  it('is the document itself, to whoever is signed in', async () => {
    const { body } = await portal.get('/openapi.json');
    const { status } = await portal.get('/openapi.json', 'nobody signed in');

    expect(body.paths).toEqual(document.paths);
    expect(status).toBe(401);
  });

  const ofJson = (Object.entries(routes) as [RouteId, Route][])
    .filter(
      ([, { mediaType, method, servicesOnly }]) =>
        !mediaType && method === 'get' && !servicesOnly,
    )
    .map(([id]) => id);
  it.each(ofJson)('%s answers as the document says', async id => {
    const response = await portal.get(pathOf(id));

    expect(response.status).toBe(200);
    expect(surprisesIn(id, response)).toBeNull();
    const { items } = response.body;
    // This run asked nobody, and the rule has not fired.
    const isEmpty = [
      'listDecisions',
      'listAlertEpisodes',
      'listFiringAlerts',
    ].includes(id);
    expect(items?.length === 0).toBe(isEmpty);
  });

  it('launch and cancel answer as the document says', async () => {
    const launched = await portal.post('/runs', { workflow: 'embedded/wait' });
    expect(surprisesIn('launch', launched)).toBeNull();
    const again = await portal
      .post('/runs', { workflow: 'embedded/wait', businessEventId: 'x' })
      .then(() =>
        portal.post('/runs', {
          workflow: 'embedded/wait',
          businessEventId: 'x',
        }),
      );
    expect(again.status).toBe(200);
    expect(surprisesIn('launch', again)).toBeNull();
    await portal.until(launched.body.runId, 'running');
    const path = `/runs/${launched.body.runId}`;
    expect(
      surprisesIn('cancelRun', await portal.post(`${path}/cancel`)),
    ).toBeNull();
    expect(
      surprisesIn('listActions', await portal.get(`${path}/actions`)),
    ).toBeNull();
    expect(surprisesIn('getRun', await portal.get(path))).toBeNull();
  });

  it('webhooks answer as the document says', async () => {
    const asking: RouteId[] = [
      'createWebhook',
      'changeWebhook',
      'rotateWebhookSecret',
      'endOldWebhookSecrets',
      'pingWebhook',
      'redeliverWebhook',
      'redeliverWebhookDelivery',
      'deleteWebhook',
    ];
    for (const id of asking) {
      const body = withWebhook(bodyFor(id, runId), webhook);
      const response = await portal.ask(routes[id].method, pathOf(id), body);

      expect({ id, status: response.status }).toEqual({
        id,
        status: id === 'createWebhook' ? 201 : 200,
      });
      expect(surprisesIn(id, response)).toBeNull();
    }
  });

  it('bulk jobs answer as the document says', async () => {
    const asked = {
      action: 'tag',
      params: { add: ['seen'] },
      runIds: [runId, 'run_none'],
    };
    const preview = await portal.post('/bulk-jobs/preview', asked);
    expect(preview.status).toBe(200);
    expect(surprisesIn('previewBulkJob', preview)).toBeNull();
    const job = { ...asked, name: 'Tidy up', reason: 'not needed' };
    const started = await portal.post('/bulk-jobs', job);
    expect(started.status).toBe(201);
    expect(surprisesIn('startBulkJob', started)).toBeNull();
    const none = await portal.post('/bulk-jobs', {
      ...job,
      action: 'cancel',
      params: {},
    });
    expect(none.status).toBe(409);
    expect(surprisesIn('startBulkJob', none)).toBeNull();
    for (const [id, verb] of [
      ['abortBulkJob', 'abort'],
      ['resumeBulkJob', 'resume'],
    ] as const) {
      const answer = await portal.post(`/bulk-jobs/${jobId}/${verb}`);
      expect(answer.status).toBe(409);
      expect(surprisesIn(id, answer)).toBeNull();
    }
  });

  it('policies are written, changed, tried and deleted as the document says', async () => {
    const written = await portal.post('/privacy/policies', {
      ...BODIES.createPrivacyPolicy,
      name: 'To be deleted',
    });
    const path = `/privacy/policies/${written.body.id}`;
    const change = { ...BODIES.changePrivacyPolicy, name: 'Changed' };
    const changed = await portal.ask('put', path, change);
    const stale = await portal.ask('put', path, { ...change, name: 'Again' });
    const tried = await portal.post(
      '/privacy/preview',
      bodyFor('previewPrivacyPolicy', runId),
    );
    const deleted = await portal.ask('delete', path, {});
    const gone = await portal.ask('delete', path, {});

    expect([
      surprisesIn('createPrivacyPolicy', written),
      surprisesIn('changePrivacyPolicy', changed),
      surprisesIn('changePrivacyPolicy', stale),
      surprisesIn('previewPrivacyPolicy', tried),
      surprisesIn('deletePrivacyPolicy', deleted),
      surprisesIn('deletePrivacyPolicy', gone),
    ]).toEqual([null, null, null, null, null, null]);
    expect(
      [written, changed, stale, tried, deleted, gone].map(
        ({ status }) => status,
      ),
    ).toEqual([201, 200, 409, 200, 200, 404]);
  });

  it('views are saved, changed and deleted as the document says', async () => {
    const saved = await portal.post('/views', { name: 'To be deleted' });
    const path = `/views/${saved.body.id}`;
    const change = { name: 'Changed', version: 1 };
    const changed = await portal.ask('put', path, change);
    const stale = await portal.ask('put', path, change);
    const deleted = await portal.ask('delete', path, {});

    expect(
      [saved, changed, stale, deleted].map(({ status }) => status),
    ).toEqual([201, 200, 409, 200]);
    expect(surprisesIn('createView', saved)).toBeNull();
    expect(surprisesIn('changeView', changed)).toBeNull();
    expect(surprisesIn('changeView', stale)).toBeNull();
    expect(surprisesIn('deleteView', deleted)).toBeNull();
  });
  it.each(['annotateRun', 'tagRun', 'assignRun', 'watchRun'] as const)(
    '%s answers as the document says',
    async id => {
      const response = await portal.post(pathOf(id), BODIES[id]);
      expect(response.status).toBe(200);
      expect(surprisesIn(id, response)).toBeNull();
    },
  );

  it('errors are as the document says', async () => {
    const none = '/runs/run_none';
    expect(surprisesIn('getRun', await portal.get(none))).toBeNull();
    expect(
      surprisesIn('getRun', await portal.get(none, 'nobody signed in')),
    ).toBeNull();
    expect(
      surprisesIn('getRun', await portal.get(none, 'stranger')),
    ).toBeNull();
    expect(
      surprisesIn('listRuns', await portal.get('/runs?limit=0')),
    ).toBeNull();
    expect(
      surprisesIn('launch', await portal.post('/runs', { workflow: 'x' })),
    ).toBeNull();
    expect(
      surprisesIn('cancelRun', await portal.post(`/runs/${runId}/cancel`)),
    ).toBeNull();
    const large = { workflow: 'embedded/wait', input: 'x'.repeat(2_000_000) };
    expect(surprisesIn('launch', await portal.post('/runs', large))).toBeNull();
  });

  it('nothing else is', async () => {
    for (const path of ['', '/', '/nothing', `/runs/${runId}/nothing`])
      expect((await portal.get(path)).status).toBe(404);
  });
});
