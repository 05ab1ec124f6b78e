import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { capture } from '../processes/capture.mjs';
import { withProgress } from '../processes/progress.mjs';
import { withLock } from '../toolchain/lock.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { isWindows, toolsDirectory } from '../toolchain/root.mjs';
import { findGo } from './go.mjs';

/** The last version that `go install` accepts: later ones replace modules. Its server is 1.29. */
export const VERSION = '1.5.1';

const PROGRAM = isWindows ? 'temporal.exe' : 'temporal';

/**
 * @typedef {object} Place
 * @property {string} [tools] the folder for tools
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => ReturnType<typeof findGo>} [go]
 */

/**
 * The Temporal CLI, which has a server in it: the one that TEMPORAL_CLI_PATH names, or one that was built before.
 *
 * @param {Place} [place]
 * @returns {string | undefined}
 */
export function installedTemporal({
  tools = toolsDirectory,
  env = process.env,
} = {}) {
  const named = env.TEMPORAL_CLI_PATH;
  if (named && !existsSync(named)) {
    throw new Problem(`TEMPORAL_CLI_PATH names ${named}, which is not there.`);
  }
  const built = join(tools, `temporal-${VERSION}`, PROGRAM);
  return named ?? (existsSync(built) ? built : undefined);
}

/**
 * Builds the Temporal CLI from its sources, once, where Go is present: there is no package of it to install.
 *
 * @param {Place & { beside?: boolean }} [options] `beside`: as far as others leave the processors idle, and quietly
 * @returns {Promise<{ command: string } | { missing: string }>} the command, or why there is none
 */
export async function prepareTemporal({ beside = false, ...place } = {}) {
  const installed = installedTemporal(place);
  if (installed) return { command: installed };
  const { tools = toolsDirectory, go = findGo } = place;
  const found = await go();
  if ('missing' in found) return found;
  return withLock(
    join(tools, 'temporal-build.lock'),
    'building the Temporal server',
    async () => {
      // Another process may have built it while this one waited.
      const meanwhile = installedTemporal(place);
      if (meanwhile) return { command: meanwhile };
      const work = () => build(found.command, tools, beside);
      const title = `Building the Temporal server ${VERSION} from its sources, some minutes the first time`;
      return {
        command: await (beside ? work() : withProgress(title, work)),
      };
    },
  );
}

/** The Temporal CLI, for those who cannot do without it. */
export async function requireTemporal(place) {
  const temporal = await prepareTemporal(place);
  if ('command' in temporal) return temporal.command;
  throw new Problem(
    `There is no Temporal server: ${temporal.missing}.`,
    'Install Go, or name a Temporal CLI that is there: TEMPORAL_CLI_PATH.',
  );
}

async function build(go, tools, beside) {
  const directory = join(tools, `temporal-${VERSION}`);
  const draft = `${directory}.building`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const module = `github.com/temporalio/cli/cmd/temporal@v${VERSION}`;
  const command = [go, 'install', '-ldflags', '-s -w', module];
  const [program, ...args] =
    beside && !isWindows ? ['nice', '-n', '19', ...command] : command;
  const { code, output } = await capture(program, args, {
    // Nobody misses half a build.
    abrupt: true,
    env: { ...process.env, GOBIN: draft, CGO_ENABLED: '0' },
  });
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Problem(
      'The Temporal server cannot be built.',
      `${lastLines(
        output,
      )}\n  Check that Go can fetch modules ("go env GOPROXY"), or name a Temporal CLI that is there: TEMPORAL_CLI_PATH.`,
    );
  }
  // What is half written would be taken for whole.
  rmSync(directory, { recursive: true, force: true });
  renameSync(draft, directory);
  return join(directory, PROGRAM);
}

function lastLines(output) {
  return output.trim().split('\n').slice(-8).join('\n  ');
}
