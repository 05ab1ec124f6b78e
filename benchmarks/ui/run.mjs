/*
 * Measures the screens in a real browser, on a portal that is built for production:
 *
 *   npm run ui:quick   about three minutes
 *   npm run ui         everything, about a quarter of an hour
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
