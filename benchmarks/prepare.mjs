import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from '../scripts/toolchain/npm.mjs';

/**
 * Fetches what a benchmark depends on, once.
 *
 * @param {string} directory with a lockfile
 */
export async function prepare(directory) {
  if (existsSync(join(directory, 'node_modules/.package-lock.json'))) return;
  console.log('… fetching the peers');
  const { code, output } = await npm(['ci'], { cwd: directory });
  if (code !== 0) throw new Error(output);
}
