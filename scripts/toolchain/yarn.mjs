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

/** Path of the yarn.js of the right version, or undefined where it has to be fetched first. */
export function findYarn() {
  if (
    startedBy.userAgent.startsWith(`yarn/${version} `) &&
    /\.c?js$/.test(startedBy.execpath ?? '')
  ) {
    return startedBy.execpath;
  }
  const fetched = join(directory, SCRIPT);
  return existsSync(fetched) ? fetched : undefined;
}

export async function fetchYarn() {
  await fetchPackage(directory, `@yarnpkg/cli-dist@${version}`, SCRIPT);
  return join(directory, SCRIPT);
}

/**
 * Writes the `yarn` command that backstage-cli looks for on the search path.
 *
 * @returns {string} the folder to put on the path
 */
export function writeYarnCommand(node, yarn) {
  const bin = join(toolsDirectory, 'bin');
  const [file, text] = isWindows
    ? ['yarn.cmd', `@"${node}" "${yarn}" %*\r\n`]
    : ['yarn', `#!/bin/sh\nexec "${node}" "${yarn}" "$@"\n`];
  const path = join(bin, file);
  if (readIfPresent(path) !== text)
    writeAtomically(path, text, { mode: 0o755 });
  return bin;
}
