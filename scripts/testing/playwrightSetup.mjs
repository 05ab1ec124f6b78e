import { join } from 'node:path';

import { root } from '../toolchain/root.mjs';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';
import { startIsolatedPortal } from './isolatedPortal.mjs';

/**
 * Runs once before the browser tests. The workers inherit the environment, which is how they learn
 * about the browser and the portal. Set E2E_URL to test a portal that is running already.
 *
 * @returns {Promise<() => Promise<void>>} runs once after them
 */
export default async function setUp() {
  const { executablePath, environment } = await findChromium();
  Object.assign(process.env, environment, {
    CHROMIUM_PATH: executablePath,
    CHROMIUM_FLAGS: CHROMIUM_FLAGS.join(' '),
  });
  if (process.env.E2E_URL) return async () => {};
  const portal = await startIsolatedPortal({
    logFile: join(root, 'e2e-results/portal.log'),
  });
  process.env.E2E_URL = portal.url;
  return portal.stop;
}
