/*
 * Measures how runs are read where there are many, over HTTP, and how fast they are recorded:
 *
 *   npm run store:quick   a hundred thousand runs, a few minutes
 *   npm run store         ten million runs, about three quarters of an hour
 *
 * With `-- --postgres <url>` it uses a PostgreSQL of yours, and finds there what it has loaded before.
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));
await prepare(join(import.meta.dirname, 'scaffolder'));

const { main } = await import('./main.mjs');
const [, postgresUrl] = process.argv.slice(process.argv.indexOf('--postgres'));
await main({
  quick: process.argv.includes('--quick'),
  postgresUrl: process.argv.includes('--postgres') ? postgresUrl : undefined,
});
