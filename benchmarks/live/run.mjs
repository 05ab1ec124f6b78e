/*
 * Measures how long it takes until what was recorded reaches those who watch, and what they cost, beside the
 * event stream of the scaffolder:
 *
 *   npm run live:quick   20 and 100 viewers, about two minutes
 *   npm run live         200 and 1,000 viewers, about six minutes
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));
await prepare(join(import.meta.dirname, '../store/scaffolder'));

const { main } = await import('./main.mjs');
await main({ quick: process.argv.includes('--quick') });
