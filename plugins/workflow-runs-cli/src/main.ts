import { execute } from './cli/execute';
import { runProgram } from './cli/program';
import { groups, sections } from './commands';
import { endQuietlyOnBrokenPipe } from './output/brokenPipe';
import { version } from '../package.json';

/** The program by itself, outside of any Backstage repository. */
async function main() {
  endQuietlyOnBrokenPipe(process);
  process.exitCode = await runProgram({
    name: 'workflow-runs',
    version,
    sections,
    groups,
    args: process.argv.slice(2),
    surroundings: process,
    execute,
  });
}

main();
