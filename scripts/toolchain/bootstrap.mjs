import { delimiter, dirname, join } from 'node:path';

import {
  areDependenciesInstalled,
  installDependencies,
} from './dependencies.mjs';
import { cleanEnvironment } from './environment.mjs';
import { withLock } from './lock.mjs';
import { fetchNode, findNode } from './node.mjs';
import { shareRegistryWithYarn } from './registry.mjs';
import { root, toolsDirectory } from './root.mjs';
import { fetchYarn, findYarn } from './yarn.mjs';

// Tells nested commands of the same checkout that everything is in place.
const MARKER = 'WORKFLOW_RUNS_TOOLCHAIN';

/**
 * Makes Node, Yarn and the dependencies available to this process and its children.
 * Costs some milliseconds where nothing has changed: the lock is taken only when there is work.
 */
export async function bootstrap() {
  if (process.env[MARKER] === root) return;
  cleanEnvironment();
  const ready = findToolchain();
  if (ready && areDependenciesInstalled()) useToolchain(ready);
  else await prepareEverything();
  process.env[MARKER] = root;
}

/** Makes Node and Yarn available, with the registry that npm is set to; installs nothing else. */
export async function prepareYarn() {
  cleanEnvironment();
  await withLock(
    join(toolsDirectory, 'bootstrap.lock'),
    'preparing the toolchain',
    prepareToolchain,
  );
  await shareRegistryWithYarn();
}

async function prepareEverything() {
  await withLock(
    join(toolsDirectory, 'bootstrap.lock'),
    'preparing the toolchain',
    async () => {
      // again, because another process may have done it while we waited for the lock
      const { yarn } = await prepareToolchain();
      if (areDependenciesInstalled()) return;
      await shareRegistryWithYarn();
      await installDependencies(yarn);
    },
  );
}

async function prepareToolchain() {
  const node = findNode() ?? (await fetchNode());
  const yarn = findYarn(node) ?? (await fetchYarn(node));
  useToolchain({ node, yarn });
  return { node, yarn };
}

function findToolchain() {
  const node = findNode();
  const yarn = node && findYarn(node);
  return yarn ? { node, yarn } : undefined;
}

function useToolchain({ node, yarn }) {
  process.env.PATH = [
    join(root, 'node_modules/.bin'),
    dirname(node),
    dirname(yarn),
    process.env.PATH,
  ].join(delimiter);
  // a yarnPath in some parent folder must not replace the version this repository names
  process.env.YARN_IGNORE_PATH = '1';
}
