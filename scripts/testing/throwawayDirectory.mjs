import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isAlive } from '../toolchain/lock.mjs';

/**
 * Makes a temporary directory that the caller removes, and removes those of the same kind whose
 * process was killed before it could.
 *
 * @param {string} kind part of the name
 */
export function makeThrowawayDirectory(kind) {
  const prefix = `workflow-runs-${kind}-`;
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!pid || isAlive(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}
