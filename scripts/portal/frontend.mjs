import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { readIfPresent, writeAtomically } from '../toolchain/files.mjs';
import { withLock } from '../toolchain/lock.mjs';
import { problemFromOutput } from '../toolchain/problem.mjs';
import { root, toolsDirectory } from '../toolchain/root.mjs';
import { workspaces } from '../toolchain/workspaces.mjs';

const app = join(root, 'packages/app');
// Inside dist, because every build starts by emptying it: no dist is taken for one it is not.
const stamp = join(app, 'dist/.built-from');

const BUNDLED_ROLES = new Set([
  'frontend',
  'frontend-plugin',
  'frontend-plugin-module',
  'web-library',
  'common-library',
]);
const BUNDLED_PATHS = ['package.json', 'config.d.ts', 'src', 'public'];
const TEST_FILE =
  /(\.test\.[cm]?[jt]sx?|[\\/](__fixtures__|__mocks__|setupTests\.ts))$/;

/** Everything that goes into the built frontend. */
export function frontendSources() {
  const bundled = workspaces().filter(({ manifest }) =>
    BUNDLED_ROLES.has(manifest.backstage?.role),
  );
  return [
    ...['app-config.yaml', 'app-config.local.yaml', 'yarn.lock'].map(file =>
      join(root, file),
    ),
    ...bundled.flatMap(({ directory }) =>
      BUNDLED_PATHS.map(path => join(directory, path)),
    ),
  ];
}

/**
 * A hash over the names and contents of files and folders; missing ones and tests do not count.
 *
 * @param {string[]} paths
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = path => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats || TEST_FILE.test(path)) return;
    if (stats.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
      return;
    }
    hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  };
  paths.forEach(visit);
  return hash.digest('hex');
}

function isBuilt(sources) {
  return (
    existsSync(join(app, 'dist/index.html')) && readIfPresent(stamp) === sources
  );
}

/** Builds the frontend if there is none, or if its sources have changed since. */
export async function ensureFrontend({ rebuild = false } = {}) {
  if (!rebuild && isBuilt(fingerprintOfFrontend())) return;
  await withLock(
    join(toolsDirectory, 'frontend-build.lock'),
    'building the frontend',
    async () => {
      const sources = fingerprintOfFrontend();
      if (!rebuild && isBuilt(sources)) return;
      await withProgress('Building the frontend', async () => {
        const { code, output } = await capture(
          'backstage-cli',
          ['package', 'build'],
          { cwd: app },
        );
        if (code !== 0) {
          throw problemFromOutput('The frontend does not build', output);
        }
      });
      writeAtomically(stamp, sources);
    },
  );
}

/** Identifies the sources as they are now. */
export function fingerprintOfFrontend() {
  return fingerprint(frontendSources());
}

/** Notes that somebody else has built the frontend from these sources. */
export function markFrontendBuilt(sources) {
  if (existsSync(join(app, 'dist/index.html'))) writeAtomically(stamp, sources);
}
