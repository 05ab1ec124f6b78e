import { Request, Response } from 'express';
import { RouteId, routes } from 'backstage-plugin-workflow-runs-common';
import { eventually, TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';
import { requestClassOf } from './requestClass';
import { DEFAULT_REQUEST_LIMITS, RequestLimits } from './RequestLimits';
import { TooManyRequests } from './TooManyRequests';

jest.setTimeout(60_000);

describe('what somebody may ask', () => {
  let portal: TestPortal;
  let runId: string;
  const perMinute = { reads: 12, queries: 2, mutations: 3, exports: 1 };

  beforeEach(async () => {
    portal = await TestPortal.start({
      workflows: [greet, wait],
      config: { limits: { requests: { perMinute, streams: 2 } } },
    });
    runId = await portal.launch('wait');
  });
  afterEach(() => portal.stop());

  /** What becomes of so many requests in a row. */
  const statuses = async (count: number, path: string, who: string) => {
    const answers: number[] = [];
    for (let i = 0; i < count; i++)
      answers.push((await portal.get(path, who)).status);
    return answers;
  };

  it('is counted for each user and each service, and refused with when to ask again', async () => {
    expect(await statuses(12, '/runs', 'viewer')).toEqual(Array(12).fill(200));
    const { status, body, headers } = await portal.get('/runs', 'viewer');

    expect([status, body.error.name]).toEqual([429, 'TooManyRequestsError']);
    expect(body.error.message).toBe(
      'You may ask 12 times a minute (reads): wait a little',
    );
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    for (const other of ['operator', 'service'])
      expect((await portal.get('/runs', other)).status).toBe(200);
  });

  it('has a limit of its own for what costs more', async () => {
    const exported = `/runs/${runId}/export`;

    expect(await statuses(2, exported, 'operator')).toEqual([200, 429]);
    expect(await statuses(3, '/runs/counts', 'operator')).toEqual([
      200, 200, 429,
    ]);
    const tag = () =>
      portal.post(`/runs/${runId}/tags`, { add: ['a'] }, 'operator');
    const changed = [await tag(), await tag(), await tag(), await tag()];
    expect(changed.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect((await portal.get('/runs', 'operator')).status).toBe(200);
  });

  it('counts what does not fit, too', async () => {
    await statuses(12, '/runs?status=nonsense', 'viewer');

    expect((await portal.get('/runs', 'viewer')).status).toBe(429);
  });

  it('is counted together, whether it comes by HTTP or by an action', async () => {
    const limits = new RequestLimits({
      ...DEFAULT_REQUEST_LIMITS,
      perMinute: { ...DEFAULT_REQUEST_LIMITS.perMinute, reads: 2 },
    });
    const byHttp = () =>
      limits.count(
        'ada',
        'reads',
        {} as Request,
        {
          setHeader: () => {},
          on: () => {},
        } as unknown as Response,
      );
    await limits.countCall('ada', 'reads');
    await byHttp();

    await expect(limits.countCall('ada', 'reads')).rejects.toThrow(
      'You may ask 2 times a minute (reads): wait a little',
    );
    await expect(byHttp()).rejects.toThrow(TooManyRequests);
    await limits.countCall('eve', 'reads');
    await limits.countCall('ada', 'queries');
  });

  it('holds no more streams open than so many, and others once those are closed', async () => {
    const open = async (who: string) => {
      const abort = new AbortController();
      const { status } = await fetch(`${portal.url}/v1/runs/${runId}/stream`, {
        signal: abort.signal,
        headers: portal.headersOf(who),
      });
      return { status, close: () => abort.abort() };
    };
    const streams = [await open('viewer'), await open('viewer')];

    expect((await open('viewer')).status).toBe(429);
    expect((await open('operator')).status).toBe(200);
    streams[0].close();
    await eventually(async () => {
      expect((await open('viewer')).status).toBe(200);
    });
  });

  it('is classed by what it costs', () => {
    const ofClass = (name: string) =>
      (Object.keys(routes) as RouteId[]).filter(
        id => requestClassOf(id, routes[id]) === name,
      );

    expect(ofClass('exports')).toEqual([
      'exportRuns',
      'exportRun',
      'exportAudit',
    ]);
    expect(ofClass('reveals')).toEqual(['revealValue']);
    expect(ofClass('mutations')).toEqual(
      (Object.keys(routes) as RouteId[]).filter(
        id =>
          routes[id].method !== 'get' &&
          ![
            'previewBulkJob',
            'previewPrivacyPolicy',
            'previewRetention',
            'previewAlertRule',
            'revealValue',
          ].includes(id),
      ),
    );
  });
});
