import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { isWindows } from '../toolchain/root.mjs';

/** The oldest Go that compiles the server. */
export const MINIMUM = [1, 25];

/** Where the installer of Go puts it, which is not always on the path. */
const USUAL_PLACE = '/usr/local/go/bin';

/**
 * Finds a Go that is new enough.
 *
 * @param {NodeJS.ProcessEnv} [env] whose path is searched
 * @param {string} [usualPlace] searched after the path
 * @returns {Promise<{ command: string } | { missing: string }>} the command, or why there is none
 */
export async function findGo(env = process.env, usualPlace = USUAL_PLACE) {
  const directories = [...(env.PATH ?? '').split(delimiter), usualPlace];
  const candidates = directories
    .filter(Boolean)
    .map(directory => join(directory, isWindows ? 'go.exe' : 'go'))
    .filter(command => existsSync(command));
  let tooOld;
  for (const command of candidates) {
    const version = await versionOf(command);
    if (!version) continue;
    if (isNewEnough(version)) return { command };
    tooOld ??= version.join('.');
  }
  const wanted = `Go ${MINIMUM.join('.')} or newer`;
  return {
    missing: tooOld
      ? `Go ${tooOld} is too old, ${wanted} is needed`
      : `there is no ${wanted}`,
  };
}

async function versionOf(command) {
  const { code, output } = await capture(command, ['version']).catch(() => ({
    code: 1,
    output: '',
  }));
  return code === 0 ? parseVersion(output) : undefined;
}

/** The version that `go version` prints, of which a release candidate counts as the release. */
export function parseVersion(output) {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(output) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

function isNewEnough([major, minor]) {
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}
