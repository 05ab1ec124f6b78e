import { z } from 'zod';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  adding,
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

const FILES: [name: string, contentType: string, content: string][] = [
  ['grüße an alle.txt', 'text/plain', 'Hello Ada!'],
  ['page.html', 'text/html', '<script>alert(1)</script>'],
  ['picture.svg', 'image/svg+xml', '<svg onload="alert(1)"/>'],
  ['data.json', 'application/json; charset=latin1', '{}'],
  ['nothing', 'text/csv', ''],
];

const files = adding(
  defineWorkflow({
    name: 'files',
    version: '1',
    input: z.object({}),
    steps: { write: {} },
  }),
  {
    write: async ({ artifacts }) => {
      for (const [name, contentType, content] of FILES)
        await artifacts.add({ name, contentType, content });
    },
  },
);

describe('artifacts', () => {
  let portal: TestPortal;
  let runId: string;
  let artifacts: Artifact[];

  beforeAll(async () => {
    portal = await TestPortal.start({
      workflows: [files],
      entities: [
        workflowEntity({ workflow: 'files', owner: 'user:default/owner' }),
      ],
    });
    await portal.untilOwned('files');
    runId = await portal.launch('files');
    await portal.until(runId, 'completed');
    artifacts = await eventually(async () => {
      const { body } = await portal.get(`/runs/${runId}/artifacts`);
      if (body.items.length < FILES.length) throw new Error('not all yet');
      return body.items;
    });
  });
  afterAll(() => portal.stop());

  const idOf = (name: string) =>
    artifacts.find(artifact => artifact.name === name)!.id;
  const contentOf = (name: string) =>
    `/runs/${runId}/artifacts/${idOf(name)}/content`;
  const TEXT = 'grüße an alle.txt';

  it.each([
    [TEXT, 'text/plain; charset=utf-8'],
    ['page.html', 'application/octet-stream'],
    ['picture.svg', 'application/octet-stream'],
    ['data.json', 'application/json; charset=utf-8'],
    ['nothing', 'text/csv; charset=utf-8'],
  ])('%s is an attachment that no browser runs', async (name, contentType) => {
    const { status, headers } = await portal.get(contentOf(name));

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': contentType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(
        name,
      )}`,
      'content-length': String(
        Buffer.byteLength(FILES.find(([own]) => own === name)![2]),
      ),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-transform',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
  });

  it.each([
    ['bytes=0-4', 206, 'Hello', 'bytes 0-4/10'],
    ['bytes=6-', 206, 'Ada!', 'bytes 6-9/10'],
    ['bytes=-1', 206, '!', 'bytes 9-9/10'],
    ['bytes=6-99', 206, 'Ada!', 'bytes 6-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=0-1,4-5', 200, 'Hello Ada!', undefined],
    ['lines=0-1', 200, 'Hello Ada!', undefined],
    ['nonsense', 200, 'Hello Ada!', undefined],
  ])('%s is answered with %d', async (range, status, text, contentRange) => {
    const response = await portal.get(contentOf(TEXT)).set('Range', range);

    expect(response.status).toBe(status);
    expect(response.text ?? '').toBe(text);
    expect(response.headers['content-range']).toBe(contentRange);
  });

  it('are sent in part only where they are still the same', async () => {
    const { headers } = await portal.get(contentOf(TEXT));
    const part = (etag: string) =>
      portal.get(contentOf(TEXT)).set({ Range: 'bytes=0-4', 'If-Range': etag });

    expect((await part(headers.etag)).status).toBe(206);
    expect((await part('"another"')).status).toBe(200);
    const fresh = await portal
      .get(contentOf(TEXT))
      .set('If-None-Match', headers.etag);
    expect(fresh.status).toBe(304);
  });

  describe('a link', () => {
    const urlOf = (query = '') =>
      `/runs/${runId}/artifacts/${idOf(TEXT)}/url${query}`;
    const link = async (query?: string) => {
      const created = await portal.get(urlOf(query), 'viewer');
      expect(created.headers['cache-control']).toBe('no-store');
      expect(created.status).toBe(200);
      const url = new URL(created.body.url);
      return {
        ...created.body,
        path: url.pathname.replace(/.*\/v1/, ''),
        query: url.search,
      };
    };

    it('leads to the content without credentials, whole or in part', async () => {
      const { path, query, expiresAt } = await link('?expiresInSeconds=60');
      const response = await portal.get(`${path}${query}`, 'nobody signed in');

      expect(response.text).toBe('Hello Ada!');
      expect(response.headers['content-type']).toBe(
        'text/plain; charset=utf-8',
      );
      const left = new Date(expiresAt).getTime() - Date.now();
      expect(left).toBeGreaterThan(50_000);
      expect(left).toBeLessThanOrEqual(60_000);
      const part = await portal
        .get(`${path}${query}`, 'nobody signed in')
        .set('Range', 'bytes=0-4');
      expect(part.text).toBe('Hello');
    });

    it('leads to nothing else', async () => {
      const { path, query } = await link();
      const other = path.replace(idOf(TEXT), idOf('page.html'));
      const later = query.replace(
        /expires=(\d+)/,
        (_: string, at: string) => `expires=${Number(at) + 1}`,
      );
      for (const changed of [
        `${other}${query}`,
        `${path}${later}`,
        `${path}${query.replace(/signature=.{3}/, 'signature=abc')}`,
      ]) {
        const { status, body } = await portal.get(changed, 'nobody signed in');
        expect({ status, ...body.error }).toMatchObject({
          status: 403,
          message: 'The link has expired, or was changed',
        });
      }
      expect((await portal.get(path, 'nobody signed in')).status).toBe(400);
    });

    it.each([
      ['29', 'too_small'],
      ['3601', 'too_big'],
      ['soon', 'invalid_type'],
    ])('for %s seconds is refused', async (seconds, rule) => {
      const { status, body } = await portal.get(
        urlOf(`?expiresInSeconds=${seconds}`),
      );

      expect(status).toBe(400);
      expect(body.error.violations).toMatchObject([
        { pointer: '/expiresInSeconds', rule },
      ]);
    });

    it('is given to those alone who may see the run', async () => {
      for (const [who, status] of [
        ['nobody signed in', 401],
        ['outsider', 404],
        ['owner', 200],
      ] as const) {
        const created = await portal.get(urlOf(), who);
        expect(created.status).toBe(status);
      }
      const none = await portal.get(`/runs/${runId}/artifacts/art_none/url`);
      expect(none.status).toBe(404);
    });
  });
});
