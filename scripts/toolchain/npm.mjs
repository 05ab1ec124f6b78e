import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { startedBy } from './environment.mjs';
import { problemFromOutput } from './problem.mjs';
import { isWindows, root } from './root.mjs';

/**
 * Runs the machine's npm (never one that a fetched Node would find: its settings may differ).
 *
 * @param {string[]} args
 */
export function npm(args, options = {}) {
  const env = { ...process.env, PATH: startedBy.path };
  const ownScript =
    startedBy.execpath?.endsWith('npm-cli.js') && startedBy.execpath;
  return ownScript
    ? capture(process.execPath, [ownScript, ...args], {
        cwd: root,
        env,
        ...options,
      })
    : capture('npm', args, { cwd: root, env, shell: isWindows, ...options });
}

/**
 * Fetches one package from the npm registry into `directory`, which appears only when it is complete:
 * an interrupted download leaves nothing that looks like a tool.
 *
 * @param {string} directory
 * @param {string} spec such as "@yarnpkg/cli-dist\@4.18.1"
 * @param {string} expectedFile path below `directory` that must exist afterwards
 */
export async function fetchPackage(directory, spec, expectedFile) {
  removeDrafts(directory);
  const draft = `${directory}.partial-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), '{"private":true}\n');
  await withProgress(`Fetching ${spec}`, async () => {
    const { code, output } = await npm(
      [
        'install',
        ...['--prefix', draft, '--no-save', '--no-package-lock'],
        ...['--no-audit', '--no-fund', '--ignore-scripts'],
        ...['--loglevel=error', '--fetch-retries=1', spec],
      ],
      { cwd: draft, abrupt: true },
    );
    if (code !== 0 || !existsSync(join(draft, expectedFile))) {
      throw problemFromOutput(`Could not fetch ${spec}`, output);
    }
  });
  rmSync(directory, { recursive: true, force: true });
  renameSync(draft, directory);
}

// Those of downloads that were killed.
function removeDrafts(directory) {
  const prefix = `${basename(directory)}.partial-`;
  for (const name of readdirSync(dirname(directory))) {
    if (!name.startsWith(prefix)) continue;
    rmSync(join(dirname(directory), name), {
      recursive: true,
      force: true,
      maxRetries: 5,
    });
  }
}
