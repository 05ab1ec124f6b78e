import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { readIfPresent, readJson, writeAtomically } from './files.mjs';
import { problemFromOutput } from './problem.mjs';
import { root } from './root.mjs';
import { workspaces } from './workspaces.mjs';

// Lives inside node_modules, so that it disappears together with what it vouches for.
const stamp = join(root, 'node_modules/.workflow-runs-install');
// Written by Yarn as the last step of an install.
const yarnState = join(root, 'node_modules/.yarn-state.yml');

const PLAIN_OUTPUT = {
  YARN_ENABLE_PROGRESS_BARS: '0',
  YARN_ENABLE_COLORS: '0',
  YARN_ENABLE_HYPERLINKS: '0',
};

const RELEVANT_FIELDS = [
  'name',
  'version',
  'bin',
  'packageManager',
  'workspaces',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'dependenciesMeta',
  'resolutions',
  'installConfig',
];

/** What of a manifest decides which packages are installed: a changed script is no reason to install. */
export function installRelevant(manifest) {
  return Object.fromEntries(
    RELEVANT_FIELDS.filter(field => field in manifest).map(field => [
      field,
      manifest[field],
    ]),
  );
}

/** Identifies everything that decides what an install produces. */
export function dependencyFingerprint() {
  const hash = createHash('sha256');
  for (const file of ['yarn.lock', '.yarnrc.yml'])
    hash.update(readIfPresent(join(root, file)) ?? '');
  for (const manifest of [
    readJson(join(root, 'package.json')),
    ...workspaces().map(({ manifest: own }) => own),
  ]) {
    hash.update(JSON.stringify(installRelevant(manifest)));
  }
  return hash.digest('hex');
}

export function areDependenciesInstalled() {
  return (
    existsSync(yarnState) && readIfPresent(stamp) === dependencyFingerprint()
  );
}

export async function installDependencies(yarn) {
  const fingerprint = dependencyFingerprint();
  // No stamp while installing: an install that is interrupted is done again.
  rmSync(stamp, { force: true });
  await withProgress('Installing dependencies', async report => {
    const { code, output } = await capture(yarn, ['install', '--immutable'], {
      cwd: root,
      env: { ...process.env, ...PLAIN_OUTPUT },
      onLine: line => report(/┌ (.*) step/.exec(line)?.[1]),
    });
    if (code !== 0) {
      throw problemFromOutput('Installing the dependencies failed', output);
    }
  });
  writeAtomically(stamp, fingerprint);
}
