import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { toolsDirectory } from '../toolchain/root.mjs';

const VERSION = '4.32.5';
/** The oldest Python that this version runs on. */
const MINIMUM = [3, 10];

/**
 * Installs Schemathesis into a folder of its own, where Python is present.
 *
 * @returns {Promise<{ command: string } | { missing: string }>} the command, or why there is none
 */
export async function prepareSchemathesis() {
  const directory = join(toolsDirectory, `schemathesis-${VERSION}`);
  const command = join(directory, 'bin/st');
  if (existsSync(command)) return { command };

  const python = await findPython();
  if ('missing' in python) return python;
  await withProgress(`Installing Schemathesis ${VERSION}`, async () => {
    await run(python.command, ['-m', 'venv', directory]);
    const pip = join(directory, 'bin/pip');
    await run(pip, ['install', '--quiet', `schemathesis==${VERSION}`]);
  }).catch(error => {
    // What is half installed would be taken for whole.
    rmSync(directory, { recursive: true, force: true });
    throw error;
  });
  return { command };
}

async function findPython() {
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${MINIMUM}))`;
  const { code } = await capture('python3', ['-c', check]).catch(() => ({
    code: 1,
  }));
  return code === 0
    ? { command: 'python3' }
    : { missing: `there is no Python ${MINIMUM.join('.')} with venv and pip` };
}

async function run(command, args) {
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new Problem('Schemathesis cannot be installed', output);
}
