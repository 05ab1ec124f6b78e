/*
 * Measures the embedded engine beside its peers and the limit of the database:
 *
 *   npm run engine:quick   about two minutes
 *   npm run engine         everything, about a quarter of an hour
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from '../../scripts/toolchain/npm.mjs';

const benchmarks = join(import.meta.dirname, '..');

if (!existsSync(join(benchmarks, 'node_modules/.package-lock.json'))) {
  console.log('… fetching the peers');
  const { code, output } = await npm(['ci'], { cwd: benchmarks });
  if (code !== 0) throw new Error(output);
}

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
