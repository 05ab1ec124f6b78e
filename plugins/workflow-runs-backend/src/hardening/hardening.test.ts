import { mockCredentials } from '@backstage/backend-test-utils';
import { Route, RouteId, routes } from 'backstage-plugin-workflow-runs-common';
import { bodyFor, QUERIES } from '../__testUtils__/bodies';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';

jest.setTimeout(120_000);

const all = Object.entries(routes) as [RouteId, Route][];
const withBody = all.filter(([, { method }]) => method !== 'get');

/** Nested so many levels deep, as text: what would build it recurses. */
const nested = (levels: number, [open, close]: [string, string]) =>
  open.repeat(levels) + close.repeat(levels);
const ARRAYS: [string, string] = ['[', ']'];
const OBJECTS: [string, string] = ['{"a":', '}'];

describe('a hostile request', () => {
  let portal: TestPortal;
  let runId: string;

  beforeAll(async () => {
    portal = await TestPortal.start({ workflows: [greet] });
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
  });
  afterAll(() => portal.stop());

  const pathOf = (id: RouteId) =>
    `${routes[id].path}${QUERIES[id] ?? ''}`
      .replaceAll(':runId', runId)
      .replace(/:(\w+)/g, 'none');

  const send = async (id: RouteId, body: string, headers: object = {}) => {
    const answer = await fetch(`${portal.url}/v1${pathOf(id)}`, {
      method: routes[id].method.toUpperCase(),
      headers: {
        'content-type': 'application/json',
        ...portal.headersOf('admin'),
        ...headers,
      },
      body: routes[id].method === 'delete' ? undefined : body,
    });
    return { status: answer.status, text: await answer.text() };
  };

  /** The body of a route with one field more, or another one. */
  const bodyWith = (id: RouteId, field: string, value: string) => {
    const { [field]: _, ...rest } = bodyFor(id, runId) as any;
    const text = JSON.stringify(rest).slice(0, -1);
    return `${text}${text === '{' ? '' : ','}${JSON.stringify(
      field,
    )}:${value}}`;
  };

  describe('nested too deep', () => {
    it.each(
      [101, 10_000, 100_000].flatMap(levels =>
        [ARRAYS, OBJECTS].map(kind => [levels, kind] as const),
      ),
    )('by %d levels %j names the field and the rule', async (levels, kind) => {
      const [open, close] = kind;
      const deep = nested(levels, [...kind] as [string, string]).replace(
        '{"a":}',
        '{"a":1}',
      );
      expect(deep.startsWith(open) && deep.endsWith(close)).toBe(true);
      const { status, text } = await send(
        'launch',
        `{"workflow":"embedded/greet","input":{"name":"Ada","deep":${deep}}}`,
      );
      expect([status, JSON.parse(text).error.violations]).toEqual([
        400,
        [
          expect.objectContaining({
            pointer: '/input',
            rule: expect.stringMatching(/^(too_deep|custom)$/),
            message: expect.stringContaining('nested deeper than 100 levels'),
          }),
        ],
      ]);
    });

    it.each(withBody)('fails nothing in %s, in no field', async id => {
      const fields = [...Object.keys(bodyFor(id, runId)), 'input', 'unknown'];
      for (const field of fields) {
        for (const levels of [2_000, 10_000]) {
          const deep = nested(levels, ARRAYS);
          const { status } = await send(id, bodyWith(id, field, deep));

          expect(status).toBeLessThan(500);
        }
      }
    });
  });

  describe('after the prototype of objects', () => {
    const POISON = ['__proto__', 'constructor', 'prototype'];
    const isPolluted = () => 'polluted' in {};

    it.each(withBody)('changes nothing by way of %s', async id => {
      const value = '{"polluted":true,"prototype":{"polluted":true}}';
      for (const field of POISON) {
        const { status } = await send(id, bodyWith(id, field, value));
        expect([status < 500, isPolluted()]).toEqual([true, false]);
      }
    });

    it.each(POISON)('keeps %s of an input as what it is', async name => {
      const text = `{"name":"Ada","${name}":{"polluted":true}}`;
      const { status } = await send(
        'launch',
        `{"workflow":"embedded/greet","input":${text}}`,
      );

      // What the schema of the workflow does with fields that it does not name.
      expect([200, 201, 400]).toContain(status);
      expect(isPolluted()).toBe(false);
    });

    it.each(
      ['/runs', '/runs/counts', '/audit', '/statistics'].flatMap(path =>
        POISON.map(name => [path, name]),
      ),
    )('in the query of %s by %s', async (path, name) => {
      for (const query of [`${name}=1`, `${name}[polluted]=1`]) {
        const { status } = await portal.get(`${path}?${query}`);
        expect([200, 400]).toContain(status);
      }
      expect(isPolluted()).toBe(false);
    });
  });

  describe('with the cookie of a browser', () => {
    // The mock looks for the cookie's token in the header, too, and takes it where limited access will do.
    const token = mockCredentials.limitedUser.token('user:default/admin');

    it.each(all.filter(([, { permissions }]) => permissions.length > 0))(
      'gets nothing from %s',
      async id => {
        const body = JSON.stringify(bodyFor(id, runId));
        const answer = await fetch(`${portal.url}/v1${pathOf(id)}`, {
          method: routes[id].method.toUpperCase(),
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
          },
          body: ['get', 'delete'].includes(routes[id].method)
            ? undefined
            : body,
        });

        expect(answer.status).toBe(401);
      },
    );

    it('is refused as a form that another page sends, whoever asks', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const { status, text } = await send(
          'launch',
          JSON.stringify(bodyFor('launch', runId)),
          { 'content-type': type },
        );
        expect([status, text]).toEqual([
          400,
          expect.stringContaining('media_type'),
        ]);
      }
    });
  });

  it('gets answers that a browser takes for nothing but what they are', async () => {
    for (const path of [`/runs/${runId}`, '/openapi.json', '/runs/none']) {
      const { headers } = await portal.get(path);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['content-security-policy']).toContain(
        "default-src 'none'",
      );
    }
  });
});
