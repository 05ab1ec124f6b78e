import { runProgram } from './cli/program';
import { commands, groups } from './commands';
import { endQuietlyOnBrokenPipe } from './output/brokenPipe';
import { version } from '../package.json';

/** The program by itself, outside of any Backstage repository. */
async function main() {
  endQuietlyOnBrokenPipe(process);
  process.exitCode = await runProgram({
    name: 'workflow-runs',
    version,
    commands,
    groups,
    args: process.argv.slice(2),
    surroundings: process,
  });
}

main();
