/*
 * Measures the embedded engine beside its peers and the limit of the database:
 *
 *   npm run engine:quick   about two minutes
 *   npm run engine         everything, about a quarter of an hour
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
