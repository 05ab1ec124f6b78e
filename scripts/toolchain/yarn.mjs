import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { startedBy } from './environment.mjs';
import { readIfPresent, readJson, writeAtomically } from './files.mjs';
import { fetchPackage } from './npm.mjs';
import { isWindows, root, toolsDirectory } from './root.mjs';

const SCRIPT = 'node_modules/@yarnpkg/cli-dist/bin/yarn.js';

/** The version of a `packageManager` field such as "yarn\@4.18.1+sha512.abc". */
export function packageManagerVersion(field) {
  return field.split('@')[1].split('+')[0];
}

const version = packageManagerVersion(
  readJson(join(root, 'package.json')).packageManager,
);
const directory = join(toolsDirectory, `yarn-${version}`);

const commandFolder = join(toolsDirectory, 'bin');

/**
 * The `yarn` command of the right version, or undefined where it has to be fetched first.
 *
 * @param {string} node the executable that runs a fetched Yarn
 */
export function findYarn(node) {
  // a Yarn that runs a script puts itself on the search path, in a temporary folder
  if (
    startedBy.execpath &&
    startedBy.userAgent.startsWith(`yarn/${version} `)
  ) {
    return startedBy.execpath;
  }
  const fetched = join(directory, SCRIPT);
  return existsSync(fetched) ? writeCommand(node, fetched) : undefined;
}

/** Fetches Yarn into .tools, see `findYarn`. */
export async function fetchYarn(node) {
  await fetchPackage(directory, `@yarnpkg/cli-dist@${version}`, SCRIPT);
  return writeCommand(node, join(directory, SCRIPT));
}

// backstage-cli looks for a `yarn` on the search path
function writeCommand(node, yarn) {
  const [file, text] = isWindows
    ? ['yarn.cmd', `@"${node}" "${yarn}" %*\r\n`]
    : ['yarn', `#!/bin/sh\nexec "${node}" "${yarn}" "$@"\n`];
  const path = join(commandFolder, file);
  if (readIfPresent(path) !== text)
    writeAtomically(path, text, { mode: 0o755 });
  return path;
}
