import { createRequire } from 'node:module';
import { join } from 'node:path';

import { supervise } from '../processes/supervise.mjs';
import { Problem } from '../toolchain/problem.mjs';
import { root } from '../toolchain/root.mjs';

const START_TIMEOUT_MS = 120_000;
const require = createRequire(join(root, 'package.json'));

/**
 * Starts a program of packages/temporal-example, and waits until it says that it is ready.
 *
 * @param {'worker' | 'shop'} name
 * @param {object} options
 * @param {string} options.address of the Temporal server
 * @param {string} [options.namespace]
 * @param {boolean} [options.forwardSignals] false where those who use it stop it themselves, after them
 * @param {(line: string) => void} [options.onOutput] gets what it prints
 */
export async function startExample(
  name,
  { address, namespace = 'default', forwardSignals = false, onOutput },
) {
  const program = supervise(
    'node',
    [
      ...[
        '--require',
        require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
      ],
      `src/${name}.ts`,
    ],
    {
      cwd: join(root, 'packages/temporal-example'),
      env: {
        ...process.env,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      forwardSignals,
    },
  );
  try {
    await untilReady(program, onOutput);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { pid: program.child.pid, done: program.done, stop: program.stop };
}

function untilReady({ child, done }, onOutput) {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = chunk => {
      output = `${output}${chunk}`.slice(-5_000);
      onOutput?.(String(chunk));
      if (/^Ready$/m.test(output)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const fail = why =>
      reject(new Problem(`The example worker ${why}.`, output.trim()));
    done.then(() => fail('has ended'), reject);
    setTimeout(() => fail('does not get ready'), START_TIMEOUT_MS).unref();
  });
}
