/*
 * Measures the first sync of an engine that has run for long:
 *
 *   npm run sync:quick   2,000 runs of the past, a minute
 *   npm run sync         50,000 runs of the past, some minutes
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
