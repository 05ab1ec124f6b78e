import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describeObservedEngine } from 'backstage-plugin-workflow-runs-node/testing';
/* eslint-disable @backstage/no-relative-monorepo-imports -- the example of the guide is no package */
import { BuildServerEngine } from '../../../../examples/engine-module/BuildServerEngine';
import buildServerModule from '../../../../examples/engine-module/module';
/* eslint-enable @backstage/no-relative-monorepo-imports */
import { eventually, TestPortal } from '../__testUtils__/TestPortal';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../../..');
const ENDED = ['passed', 'broken', 'stopped'];

interface Build {
  id: string;
  state: string;
  changedAt: number;
  [more: string]: unknown;
}

/** The build server that the guide has in mind. */
class FakeBuildServer {
  readonly builds = new Map<string, Build>();
  readonly #server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://builds');
    const [, , id, verb] = pathname.split('/');
    const answer = (status: number, body: object = {}) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (!id) return answer(200, this.#page(searchParams));
    const build = this.builds.get(id);
    if (!build) return answer(404);
    if (!verb) return answer(200, build);
    if (ENDED.includes(build.state)) return answer(409);
    this.builds.set(id, { ...build, state: 'stopped' });
    return answer(200);
  });

  async start(): Promise<string> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  put(...runs: { nativeId: string; status: string; at: number }[]): void {
    for (const { nativeId: id, status: state, at } of runs) {
      this.builds.set(id, {
        id,
        state,
        pipeline: 'site',
        createdAt: at,
        ...(state === 'queued' ? {} : { startedAt: at }),
        changedAt: at,
      });
    }
  }

  #page(query: URLSearchParams) {
    const [since, until, limit] = ['changedSince', 'changedUntil', 'limit'].map(
      name => Number(query.get(name) ?? NaN),
    );
    const all = [...this.builds.values()]
      .filter(({ id }) => id > (query.get('after') ?? ''))
      .filter(({ state }) => !query.has('open') || !ENDED.includes(state))
      .filter(
        ({ changedAt }) =>
          Number.isNaN(since) || (changedAt >= since && changedAt <= until),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const builds = all.slice(0, limit);
    return {
      builds,
      next: all.length > limit ? builds[limit - 1].id : null,
    };
  }
}

describeObservedEngine({
  name: 'the engine of docs/how-to/write-an-engine-module.md',
  begin: async () => {
    const server = new FakeBuildServer();
    const url = await server.start();
    const instance = {
      id: 'builds',
      url,
      tenantId: 'default',
      environment: 'test',
      mode: 'live' as const,
    };
    const another = () => new BuildServerEngine([instance]);
    return {
      engine: another(),
      instance,
      another,
      put: (...runs) => server.put(...runs),
      stop: () => server.stop(),
    };
  },
  statuses: {
    queued: 'queued',
    building: 'running',
    passed: 'completed',
    broken: 'failed',
    stopped: 'canceled',
  },
  unknownStatus: 'hibernating',
});

describe('the guide', () => {
  it.each(['BuildServerEngine.ts', 'module.ts'])('has %s as it is', name => {
    const guide = readFileSync(
      join(ROOT, 'docs/how-to/write-an-engine-module.md'),
      'utf8',
    );
    const code = readFileSync(
      join(ROOT, 'examples/engine-module', name),
      'utf8',
    );

    expect(guide).toContain(code);
  });

  it('makes a portal that shows builds, and stops one', async () => {
    const server = new FakeBuildServer();
    server.put({ nativeId: '7', status: 'building', at: Date.now() });
    const url = await server.start();
    const portal = await TestPortal.start({
      workflows: [],
      config: { engines: { 'build-server': [{ id: 'builds', url }] } },
      beside: { features: [buildServerModule] },
    });
    try {
      const runId = await eventually(async () => {
        const { body } = await portal.get('/runs?workflow=builds/site');
        return body.items[0].id;
      });
      const { status } = await portal.post(`/runs/${runId}/cancel`);
      expect(status).toBe(200);
      await portal.until(runId, 'canceled');
    } finally {
      await portal.stop();
      await server.stop();
    }
  });
});
