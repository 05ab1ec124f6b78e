/*
 * Measures how fast runs are deleted that are kept for too long, and what whoever lists runs meanwhile feels of it:
 *
 *   npm run retention:quick   of 200,000 and of 40,000 runs, some minutes
 *   npm run retention         half of two million and of 200,000 runs, some hours
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
