/*
 * npm run faults: the long version of the fault injection, on SQLite and on a PostgreSQL of its own.
 *
 *   npm run faults -- [--runs 1000] [--kills 200] [--seed <number>] [--only sqlite|postgres]
 *
 * See docs/operations/fault-injection.md for what it does, and for how to read its report.
 */
import { join } from 'node:path';

import { exitCodeOf, interruption, supervise } from './processes/supervise.mjs';
import { startPostgres } from './testing/postgres.mjs';
import { resultsDirectory } from './testing/resultsDirectory.mjs';
import { reportProblem } from './toolchain/problem.mjs';
import { root } from './toolchain/root.mjs';

const backend = join(root, 'plugins/workflow-runs-backend');

try {
  const postgres = await startPostgres();
  try {
    const { done } = supervise(
      process.execPath,
      [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        join(backend, 'src/__testUtils__/faults/longRun.ts'),
        ...['--output', join(resultsDirectory, 'faults')],
        ...process.argv.slice(2),
      ],
      { cwd: backend, env: { ...process.env, ...postgres.environment } },
    );
    process.exitCode = (await done).code;
  } finally {
    await postgres.stop();
  }
} catch (error) {
  reportProblem(error);
  process.exitCode = 1;
}
const signal = interruption();
process.exit(signal ? exitCodeOf(signal) : process.exitCode);
