import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { configArguments, overrides } from './config.mjs';
import { fingerprint } from './frontend.mjs';
import { freePort, isPortTaken, requireFreePorts } from './ports.mjs';
import { isRoutine } from './routine.mjs';
import { portalSettings } from './settings.mjs';

describe('fingerprint', () => {
  let directory;
  let source;
  const now = () => fingerprint([join(directory, 'src'), '/does/not/exist']);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'fingerprint-test-'));
    mkdirSync(join(directory, 'src/deep'), { recursive: true });
    source = join(directory, 'src/deep/a.ts');
    writeFileSync(source, 'one');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('sees a change of content', () => {
    const before = now();
    writeFileSync(source, 'two');
    assert.notEqual(now(), before);
  });

  it('sees a file that was renamed or removed', () => {
    const before = now();
    renameSync(source, `${source}x`);
    const renamed = now();
    rmSync(`${source}x`);
    assert.equal(new Set([before, renamed, now()]).size, 3);
  });

  it('does not see a file that was only touched', () => {
    const before = now();
    utimesSync(source, new Date(0), new Date(0));
    assert.equal(now(), before);
  });

  it('does not see tests', () => {
    const before = now();
    writeFileSync(join(directory, 'src/a.test.tsx'), 'test');
    assert.equal(now(), before);
  });
});

describe('ports', () => {
  let server;
  const listen = host =>
    new Promise(resolve => {
      server = createServer().listen(0, host, () =>
        resolve(server.address().port),
      );
    });
  afterEach(() => server?.close());

  for (const host of ['127.0.0.1', undefined]) {
    it(`are taken when a program listens on ${
      host ?? 'all addresses'
    }`, async () => {
      assert.equal(await isPortTaken(await listen(host)), true);
    });
  }

  it('are free otherwise', async () => {
    assert.equal(await isPortTaken(await freePort()), false);
  });

  it('are named, with a way out, when they are taken', async () => {
    const taken = await listen('127.0.0.1');
    const free = await freePort();
    await assert.rejects(
      requireFreePorts([
        { port: taken, purpose: 'backend', variable: 'SOME_PORT' },
        { port: free, purpose: 'frontend', variable: 'OTHER_PORT' },
      ]),
      error =>
        error.message ===
          `Port ${taken} (backend) is taken by another program.` &&
        error.hint.includes(`SOME_PORT=${taken + 1}`) &&
        !error.hint.includes('OTHER_PORT'),
    );
  });
});

describe('portalSettings', () => {
  it('has the ports that Backstage people expect', () => {
    const settings = portalSettings([], {});
    assert.equal(settings.appPort, 3000);
    assert.equal(settings.backendPort, 7007);
    assert.equal(settings.isolated, false);
    assert.match(settings.dataDirectory, /\.data$/);
  });

  it('prefers flags over the environment', () => {
    const settings = portalSettings(['--port', '1234'], {
      WORKFLOW_RUNS_PORT: '5678',
      WORKFLOW_RUNS_DATA_DIR: '/some/where',
    });
    assert.equal(settings.backendPort, 1234);
    assert.equal(settings.dataDirectory, '/some/where');
    assert.equal(settings.isolated, true);
  });

  it('knows what the portal can be started with, and names it where it does not', () => {
    const args = ['--with', 'temporal', '--with', 'temporal'];
    assert.deepEqual(portalSettings(args, {}).companions, ['temporal']);
    assert.deepEqual(portalSettings([], {}).companions, []);
    assert.throws(
      () => portalSettings(['--with', 'airflow'], {}),
      ({ message, hint }) => /"airflow"/.test(message) && /temporal/.test(hint),
    );
  });

  it('refuses what is no port', () => {
    assert.throws(() => portalSettings(['--port', 'http'], {}), /not a port/);
    assert.throws(() => portalSettings(['--port', '70000'], {}), /not a port/);
  });
});

describe('configArguments', () => {
  it('puts what the portal is started with behind its own, and what is asked for last', () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'config-test-'));
    const args = ['--data-dir', dataDirectory, '--config', '/last.yaml'];
    const files = configArguments('demo', portalSettings(args, {}), [
      '/companion.yaml',
    ]).filter(each => each !== '--config');
    assert.deepEqual(files.slice(1), [
      join(dataDirectory, 'app-config.demo.yaml'),
      '/companion.yaml',
      '/last.yaml',
    ]);
    rmSync(dataDirectory, { recursive: true });
  });
});

describe('overrides', () => {
  it('make frontend, backend and database agree', () => {
    const { app, backend } = overrides({
      appPort: 7008,
      backendPort: 7008,
      dataDirectory: '/state',
    });
    assert.equal(app.baseUrl, 'http://localhost:7008');
    assert.equal(backend.baseUrl, app.baseUrl);
    assert.deepEqual(backend.listen, { host: '127.0.0.1', port: 7008 });
    assert.equal(backend.database.connection.directory, '/state');
    assert.equal(backend.auth, undefined);
  });

  it('let programs in only where there is a token for them, and write it nowhere', () => {
    const environment = { WORKFLOW_RUNS_EXAMPLE_TOKEN: 'a-secret' };
    const { backend } = overrides(portalSettings([], environment));
    const [access] = backend.auth.externalAccess;
    assert.equal(access.options.token, '${WORKFLOW_RUNS_EXAMPLE_TOKEN}');
    assert.deepEqual(access.accessRestrictions, [{ plugin: 'workflow-runs' }]);
  });
});

describe('isRoutine', () => {
  const request = (path, status) =>
    `2026-01-01T00:00:00Z rootHttpRouter info [2026-01-01] "GET ${path} HTTP/1.1" ${status} 67 "-" "-"`;

  it('hides requests that were answered', () => {
    assert.equal(isRoutine(request('/api/catalog/entities', 200)), true);
    assert.equal(isRoutine(request('/', 304)), true);
  });

  it('shows requests that failed, but for the probes while starting', () => {
    assert.equal(isRoutine(request('/api/catalog/entities', 500)), false);
    assert.equal(
      isRoutine(request('/.backstage/health/v1/readiness', 503)),
      true,
    );
  });

  it('shows everything else', () => {
    assert.equal(isRoutine('2026 catalog info Performing migration'), false);
    assert.equal(isRoutine('2026 rootHttpRouter info Listening'), false);
  });
});
