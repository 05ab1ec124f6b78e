/*
 * Measures how fast events about runs that live elsewhere are taken in:
 *
 *   npm run ingest:quick   10,000 events, a minute
 *   npm run ingest         100,000 events, some minutes
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
