/*
 * Runs a command with a Temporal server and the example worker of its own:
 *
 *   node scripts/run.mjs node scripts/with-temporal.mjs -- <command> [args...]
 */
import { exitCodeOf, interruption, supervise } from './processes/supervise.mjs';
import { startTemporalEnvironment } from './temporal/environment.mjs';
import { requireTemporal } from './temporal/install.mjs';
import { reportProblem } from './toolchain/problem.mjs';

const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);

try {
  const temporal = await startTemporalEnvironment(await requireTemporal());
  console.log(`Temporal at ${temporal.address}`);
  try {
    const env = { ...process.env, ...temporal.environment };
    process.exitCode = (await supervise(command, args, { env }).done).code;
  } finally {
    await temporal.stop();
  }
} catch (error) {
  reportProblem(error);
  process.exitCode = 1;
}
const signal = interruption();
process.exit(signal ? exitCodeOf(signal) : process.exitCode);
