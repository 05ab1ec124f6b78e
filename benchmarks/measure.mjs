import { fork } from 'node:child_process';

/** A measurement that takes longer has failed, unless it is known to. */
const PATIENCE_MS = 300_000;

/**
 * Has a fresh process make one measurement.
 *
 * @param {string} worker file of the worker
 * @param {object} task
 * @param {{ patienceMs?: number }} [options]
 * @returns {Promise<any>}
 */
export function measure(worker, task, { patienceMs = PATIENCE_MS } = {}) {
  const child = fork(worker, [], {
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.on('message', ({ result, error }) =>
      error ? reject(new Error(error)) : resolve(result),
    );
    child.on('error', reject);
    child.on('exit', code => {
      clearTimeout(timer);
      reject(new Error(`The measurement has ended with ${code}`));
    });
    child.send(task);
  });
}
