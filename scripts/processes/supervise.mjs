import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { startedBy } from '../toolchain/environment.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { isWindows } from '../toolchain/root.mjs';
import { whenParentIsGone } from './parent.mjs';
import { startWatchdog } from './watchdog.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const GRACE_MS = 10_000;

const forwarding = new Set();
let received;

/** The signal that ended this command, if one did. */
export function interruption() {
  return received;
}

/** The exit code a shell reports for a process that a signal ended. */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 1);
}

/**
 * Starts a program as the leader of a process group of its own, so that all that it starts can be
 * stopped together: on our signals, when npm is gone, and even when we are killed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options] options of `spawn`, and
 * @param {boolean} [options.interactive] share our terminal and process group instead
 * @param {boolean} [options.forwardSignals] false for a server that is stopped by other means
 * @param {NodeJS.Signals} [options.stopSignal] what stops the program when we were killed
 * @param {boolean} [options.abrupt] kill it at once on a signal: for work that nobody will miss
 */
export function supervise(command, args, options = {}) {
  const {
    interactive = false,
    forwardSignals = true,
    abrupt = false,
    stopSignal = abrupt ? 'SIGKILL' : 'SIGTERM',
    ...spawnOptions
  } = options;
  // before there is something to stop, or a signal in between would end only us
  if (forwardSignals) listen();
  const watchdog = interactive || isWindows ? undefined : startWatchdog();
  const child = spawn(command, args, {
    stdio: interactive ? 'inherit' : ['ignore', 'inherit', 'inherit'],
    shell: isWindows,
    ...spawnOptions,
    detached: !interactive && !isWindows,
  });
  const group = {
    child,
    ended: false,
    abrupt,
    signal: name => signalGroup(child, name, interactive),
  };
  watchdog?.watch(child.pid, stopSignal);

  if (forwardSignals) follow(group);
  const done = new Promise((resolve, reject) => {
    child.on('error', error => {
      end(group, watchdog);
      reject(
        error.code === 'ENOENT'
          ? new Problem(`There is no command "${command}".`)
          : error,
      );
    });
    child.on('exit', async (code, signal) => {
      // whatever the program left behind in its group goes with it
      await stopGroup(group);
      end(group, watchdog);
      resolve({ code: code ?? exitCodeOf(signal), signal });
    });
  });
  return {
    child,
    done,
    stop: async (signal = stopSignal) => {
      await stopGroup(group, signal);
      await done.catch(() => {});
    },
  };
}

/** Runs a program with our terminal and ends this process the way the program ended. */
export async function superviseToExit(command, args, options) {
  const { code } = await supervise(command, args, options).done;
  process.exit(received ? exitCodeOf(received) : code);
}

function end(group, watchdog) {
  group.ended = true;
  forwarding.delete(group);
  watchdog?.dismiss();
}

function follow(group) {
  forwarding.add(group);
  if (received) group.signal(received);
}

let listening = false;
function listen() {
  if (listening) return;
  listening = true;
  for (const signal of FORWARDED) process.on(signal, () => forward(signal));
  // npm's shell does not pass SIGTERM on, and nobody tells us when npm itself is killed
  if (startedBy.script) whenParentIsGone(() => received ?? forward('SIGTERM'));
}

function forward(signal) {
  // asked for the second time, we do not wait any longer
  const urgent = received !== undefined;
  received ??= signal;
  if (forwarding.size === 0) process.exit(exitCodeOf(signal));
  for (const group of forwarding) {
    group.signal(urgent || group.abrupt ? 'SIGKILL' : signal);
    setTimeout(() => !group.ended && group.signal('SIGKILL'), GRACE_MS).unref();
  }
}

function signalGroup(child, signal, interactive) {
  if (!child.pid) return false;
  // the terminal has sent Ctrl+C to an interactive program already
  if (interactive && signal === 'SIGINT' && process.stdin.isTTY) return true;
  try {
    return interactive || isWindows
      ? child.kill(signal)
      : process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

async function stopGroup(group, signal = 'SIGTERM') {
  if (isWindows) {
    group.signal(signal);
    return;
  }
  if (!group.signal(signal)) return;
  for (let waited = 0; waited < GRACE_MS; waited += 50) {
    await new Promise(resolve => setTimeout(resolve, 50));
    if (!group.signal(0)) return;
  }
  group.signal('SIGKILL');
}
