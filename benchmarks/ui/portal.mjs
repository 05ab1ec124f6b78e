import { createWriteStream, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import {
  configArguments,
  portalEnvironment,
} from '../../scripts/portal/config.mjs';
import { ensureFrontend } from '../../scripts/portal/frontend.mjs';
import { freePort } from '../../scripts/portal/ports.mjs';
import {
  backendReadiness,
  waitUntilReady,
} from '../../scripts/portal/readiness.mjs';
import { supervise } from '../../scripts/processes/supervise.mjs';
import { makeThrowawayDirectory } from '../../scripts/testing/throwawayDirectory.mjs';
import { root, toolsDirectory } from '../../scripts/toolchain/root.mjs';

const require = createRequire(join(root, 'package.json'));

/**
 * Builds the frontend for production and serves it from a backend with the workflows of the benchmark.
 *
 * @param {string} logFile receives what the backend prints
 */
export async function startPortal(logFile) {
  await ensureFrontend();
  const port = await freePort();
  const dataDirectory = makeThrowawayDirectory('benchmark-portal');
  const settings = {
    appPort: port,
    backendPort: port,
    dataDirectory,
    isolated: true,
    extraConfig: [],
  };
  const { child, done, stop } = supervise(
    'node',
    [
      ...['--require', nodeTransform()],
      join(import.meta.dirname, 'portal/index.ts'),
      ...configArguments('benchmark', settings),
    ],
    {
      // What the configuration names is relative to it.
      cwd: join(root, 'packages/backend'),
      env: {
        ...portalEnvironment(settings),
        NODE_COMPILE_CACHE: join(toolsDirectory, 'compile-cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new AbortController();
  done.finally(() => ended.abort());
  await waitUntilReady({ backend: backendReadiness(port) }, ended.signal);
  if (ended.signal.aborted) {
    throw new Error(`The portal does not start, see ${logFile}`);
  }
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      await stop();
      log.end();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

function nodeTransform() {
  return require.resolve('@backstage/cli-node/config/nodeTransform.cjs');
}
