/*
 * Measures how quick what is stored is looked at for personal data and secrets:
 *
 *   npm run privacy:quick   half a minute
 *   npm run privacy         three minutes
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
