/*
 * Measures how statistics are kept and read where there are many runs:
 *
 *   npm run statistics:quick   two minutes
 *   npm run statistics         ten million runs, some hours
 *
 * With `-- --busy` it asks of one busy workflow only. With `-- --postgres <url>` it uses a PostgreSQL of yours, and finds there what it has loaded before.
 */
import { join } from 'node:path';

import { prepare } from '../prepare.mjs';

await prepare(join(import.meta.dirname, '..'));

const { main } = await import('./main.mjs');
const [, postgresUrl] = process.argv.slice(process.argv.indexOf('--postgres'));
await main({
  quick: process.argv.includes('--quick'),
  onlyBusy: process.argv.includes('--busy'),
  postgresUrl: process.argv.includes('--postgres') ? postgresUrl : undefined,
});
