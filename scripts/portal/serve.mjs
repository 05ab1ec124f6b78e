import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

import {
  exitCodeOf,
  interruption,
  supervise,
} from '../processes/supervise.mjs';
import { Problem, explain } from '../toolchain/problem.mjs';
import { isRoutine } from './routine.mjs';
import { waitUntilQuiet, waitUntilReady } from './readiness.mjs';

const TAIL_LENGTH = 20_000;

/**
 * Runs the servers of a portal until they end or we are told to stop. Once all of them answer,
 * prints the address to open as the last line.
 *
 * @param {{ command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv }} server
 * @param {{ url: string, addresses: Record<string, string>, verbose: boolean }} portal
 */
export async function serve(
  { command, args, cwd, env },
  { url, addresses, verbose },
) {
  const started = Date.now();
  const { child, done } = supervise(command, args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = passOn(child, verbose);
  passKeyboardOn(child);

  const ended = new AbortController();
  const exit = done.finally(() => ended.abort());
  await Promise.race([waitUntilReady(addresses, ended.signal), exit]);
  if (!ended.signal.aborted) await waitUntilQuiet(output.lastAt);
  if (!ended.signal.aborted) {
    console.log(
      `\nReady in ${((Date.now() - started) / 1000).toFixed(
        1,
      )} s, Ctrl+C stops it`,
    );
    console.log(`Open ${url}`);
  }

  const { code } = await exit;
  const signal = interruption();
  if (signal) process.exit(exitCodeOf(signal));
  const known = explain(output.tail());
  throw new Problem(
    `The portal has stopped (exit code ${code}).${
      known ? ` ${known.message}` : ''
    }`,
    known?.hint,
  );
}

function passOn(child, verbose) {
  let at = Date.now();
  let tail = '';
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    createInterface({ input: from }).on('line', line => {
      if (!verbose && isRoutine(line)) return;
      at = Date.now();
      tail = `${tail}${line}\n`.slice(-TAIL_LENGTH);
      to.write(`${to.isTTY ? line : stripVTControlCharacters(line)}\n`);
    });
  }
  return { lastAt: () => at, tail: () => tail };
}

// backstage-cli restarts the backend when Enter is pressed
function passKeyboardOn(child) {
  child.stdin.on('error', () => {});
  if (!process.stdin.isTTY) return;
  process.stdin.on('data', chunk => child.stdin.write(chunk));
  process.stdin.unref();
}
