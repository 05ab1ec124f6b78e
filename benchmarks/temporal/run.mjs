/*
 * Measures how executions of Temporal are caught up with, and how old what is known of open ones becomes:
 *
 *   npm run temporal:quick   300 closed executions, two minutes
 *   npm run temporal         5,000 closed ones while 200 are open, about a quarter of an hour
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
