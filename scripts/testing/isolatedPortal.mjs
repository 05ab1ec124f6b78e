import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { freePort } from '../portal/ports.mjs';
import { supervise } from '../processes/supervise.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';
import { makeThrowawayDirectory } from './throwawayDirectory.mjs';

const START_TIMEOUT_MS = 300_000;

// The shop of the examples fails now and then, and a run that meets it too often fails for good. A
// test that wants a failure asks for one.
const RELIABLE_SHOP = { APP_CONFIG_exampleOrders_failureRate: '0' };

// Tests ask as one user what a hundred would.
const NO_REQUEST_LIMITS = {
  APP_CONFIG_workflowRuns_limits_requests_enabled: 'false',
};

/**
 * Starts the built portal on a free port with a state directory of its own, apart from any portal
 * that a developer runs.
 *
 * @param {object} options
 * @param {string} options.logFile receives what the portal prints
 * @param {string[]} [options.args] more arguments for `npm run demo`
 * @param {object} [options.config] goes before what the configuration says
 * @param {Record<string, string>} [options.env] more of an environment
 * @returns {Promise<{ url: string, dataDirectory: string, stop: () => Promise<void>,
 *   halt: (signal?: NodeJS.Signals) => Promise<void>, resume: () => Promise<void> }>} `halt` ends the
 *   process and keeps its state, with which `resume` starts it again at the same address
 */
export async function startIsolatedPortal({
  logFile,
  args = [],
  config,
  env = {},
}) {
  const port = await freePort();
  const dataDirectory = makeThrowawayDirectory('portal');
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const overrides = config ? overridesIn(dataDirectory, config) : [];
  let portal;
  const resume = () => {
    portal = supervise(
      'node',
      [
        ...[join(root, 'scripts/run.mjs'), 'demo'],
        ...['--port', String(port), '--data-dir', dataDirectory],
        ...overrides,
        ...args,
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...RELIABLE_SHOP,
          ...NO_REQUEST_LIMITS,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        // the tests still need it while they are being stopped
        forwardSignals: false,
      },
    );
    return openedUrl(portal, log);
  };
  const halt = signal => portal.stop(signal);
  const stop = async () => {
    await halt();
    log.end();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    const url = await resume();
    return { url, dataDirectory, stop, halt, resume };
  } catch (error) {
    await stop();
    throw new Problem(`${error.message} Its output is in ${logFile}.`);
  }
}

function overridesIn(dataDirectory, config) {
  const file = join(dataDirectory, 'app-config.test.yaml');
  // JSON is YAML
  writeFileSync(file, JSON.stringify(config));
  return ['--config', file];
}

function openedUrl({ child, done }, log) {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = chunk => {
      log.write(chunk);
      output = `${output}${chunk}`.slice(-5_000);
      const url = /^Open (http\S+)$/m.exec(output)?.[1];
      if (url) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    done.then(
      () => reject(new Error(`The portal does not start:\n${output}`)),
      reject,
    );
    setTimeout(
      () => reject(new Error('The portal does not get ready.')),
      START_TIMEOUT_MS,
    ).unref();
  });
}
