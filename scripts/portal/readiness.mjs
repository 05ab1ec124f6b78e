import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const STILL_STARTING_MS = 20_000;
const QUIET_MS = 400;
const QUIET_AT_MOST_MS = 5_000;

export const backendReadiness = port =>
  `http://127.0.0.1:${port}/.backstage/health/v1/readiness`;

/**
 * Waits until every address answers 200, or `signal` is aborted.
 *
 * @param {Record<string, string>} addresses by the name shown to the user
 * @param {AbortSignal} signal
 */
export async function waitUntilReady(addresses, signal) {
  const waiting = new Map(Object.entries(addresses));
  let told = Date.now();
  while (waiting.size > 0 && !signal.aborted) {
    for (const [name, address] of waiting) {
      if (await answers(address)) waiting.delete(name);
    }
    if (waiting.size === 0) return;
    if (Date.now() - told > STILL_STARTING_MS) {
      told = Date.now();
      console.log(
        `Still waiting for the ${[...waiting.keys()].join(
          ' and the ',
        )} (errors, if any, are above)`,
      );
    }
    await sleep(200);
  }
}

function answers(address) {
  return new Promise(resolve => {
    const request = get(
      address,
      { agent: false, headers: { accept: 'text/html, application/json' } },
      response => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.setTimeout(30_000, () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/**
 * Waits until the servers have nothing more to say about their start, so that what we print comes last.
 *
 * @param {() => number} lastOutput time of the last line
 */
export async function waitUntilQuiet(lastOutput) {
  const started = Date.now();
  while (
    Date.now() - lastOutput() < QUIET_MS &&
    Date.now() - started < QUIET_AT_MOST_MS
  )
    await sleep(50);
}
