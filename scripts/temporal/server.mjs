import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../portal/ports.mjs';
import { capture } from '../processes/capture.mjs';
import { supervise } from '../processes/supervise.mjs';
import { Problem } from '../toolchain/problem.mjs';

const START_TIMEOUT_MS = 60_000;

/** What the example workflows tell of themselves, for visibility to search by. */
const SEARCH_ATTRIBUTES = { Customer: 'Keyword', Amount: 'Double' };

/**
 * Starts a Temporal server of its own on free ports, without its own user interface.
 *
 * @param {object} options
 * @param {string} options.command the Temporal CLI
 * @param {number} [options.port] of its API; a free one where none is named
 * @param {string} [options.file] where it keeps its state; in memory where none is named
 * @param {string[]} [options.namespaces] beside `default`
 * @param {Record<string, unknown>} [options.settings] of its dynamic configuration
 * @param {boolean} [options.forwardSignals] false where those who use it stop it themselves, after them
 * @returns {Promise<{ address: string, port: number, metricsUrl: string, pid: number, done: Promise<unknown>,
 *   stop: (signal?: NodeJS.Signals) => Promise<void> }>}
 */
export async function startTemporalServer({
  command,
  port,
  file,
  namespaces = [],
  settings = {},
  forwardSignals = false,
}) {
  const [ownPort, httpPort, metricsPort] = [
    port ?? (await freePort()),
    await freePort(),
    await freePort(),
  ];
  const server = supervise(
    command,
    [
      ...['server', 'start-dev', '--headless', '--log-level', 'error'],
      ...['--ip', '127.0.0.1', '--port', String(ownPort)],
      ...['--http-port', String(httpPort)],
      ...['--metrics-port', String(metricsPort)],
      ...(file ? ['--db-filename', file] : []),
      ...namespaces.flatMap(name => ['--namespace', name]),
      ...pairs('--search-attribute', SEARCH_ATTRIBUTES),
      ...pairs('--dynamic-config-value', settings, JSON.stringify),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], forwardSignals },
  );
  const address = `127.0.0.1:${ownPort}`;
  try {
    await untilHealthy(command, address, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    address,
    port: ownPort,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    pid: server.child.pid,
    done: server.done,
    stop: server.stop,
  };
}

function pairs(flag, values, toText = String) {
  return Object.entries(values).flatMap(([name, value]) => [
    flag,
    `${name}=${toText(value)}`,
  ]);
}

async function untilHealthy(command, address, { child, done }) {
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      log = `${log}${chunk}`.slice(-5_000);
    });
  }
  let ended = false;
  done.catch(() => {}).then(() => (ended = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isHealthy(command, address))) {
    if (ended || Date.now() > deadline) {
      throw new Problem('The Temporal server does not start.', log.trim());
    }
    await sleep(100);
  }
}

async function isHealthy(command, address) {
  // Its own client waits a second for an answer, and costs as much to start.
  if (!(await accepts(address))) return false;
  const { code } = await capture(command, [
    ...['operator', 'namespace', 'describe', '--namespace', 'default'],
    ...['--address', address, '--command-timeout', '5s'],
  ]);
  return code === 0;
}

function accepts(address) {
  const [host, port] = address.split(':');
  return new Promise(resolve => {
    const socket = connect({ host, port: Number(port) }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
