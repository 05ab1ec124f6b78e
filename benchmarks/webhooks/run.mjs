/*
 * Measures how fast events are delivered to twenty receivers of webhooks, of which ten are not well, and checks that
 * those that are get all of them, in order and signed:
 *
 *   npm run webhooks:quick   1,000 events, half a minute
 *   npm run webhooks         10,000 events, some minutes
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
