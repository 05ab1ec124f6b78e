import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startExample } from '../temporal/example.mjs';
import { requireTemporal } from '../temporal/install.mjs';
import { startTemporalServer } from '../temporal/server.mjs';
import { root } from '../toolchain/root.mjs';
import { freePort, isPortTaken } from './ports.mjs';

/** Where Temporal's own tools look for it. */
const TEMPORAL_PORT = 7233;

/** What a portal can be started with, by its name on the command line. */
const STARTERS = { temporal: startTemporal };

/**
 * Starts what the portal shows beside its own runs. All of it ends with this process.
 *
 * @param {ReturnType<typeof import('./settings.mjs').portalSettings>} settings
 * @returns {Promise<{ extraConfig: string[], environment: Record<string, string> }>} what the portal has to know of it
 */
export async function startCompanions(settings) {
  const companions = [];
  for (const name of settings.companions) {
    companions.push(await STARTERS[name](settings));
  }
  return {
    extraConfig: companions.map(({ config }) => config),
    environment: Object.assign({}, ...companions.map(c => c.environment)),
  };
}

async function startTemporal({ dataDirectory }) {
  const command = await requireTemporal();
  mkdirSync(dataDirectory, { recursive: true });
  const { address } = await startTemporalServer({
    command,
    port: (await isPortTaken(TEMPORAL_PORT)) ? await freePort() : TEMPORAL_PORT,
    file: join(dataDirectory, 'temporal.sqlite'),
    forwardSignals: true,
  });
  for (const program of ['worker', 'shop']) {
    await startExample(program, { address, forwardSignals: true });
  }
  console.log(`Temporal at ${address}, with a worker and a shop`);
  return {
    config: join(root, 'app-config.temporal.yaml'),
    environment: { TEMPORAL_ADDRESS: address },
  };
}
