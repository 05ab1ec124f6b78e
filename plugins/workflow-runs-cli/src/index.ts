/**
 * Commands for workflow runs: a module of the Backstage CLI, and a program of its own.
 *
 * @packageDocumentation
 */
import { createCliModule } from '@backstage/cli-node';
import packageJson from '../package.json';
import { execute } from './cli/execute';
import { runSingleCommand } from './cli/program';
import { commands } from './commands';
import { endQuietlyOnBrokenPipe } from './output/brokenPipe';

/** Once everything is out that was printed. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => {
    stream.write('', () => resolve());
  });
}

/** Every command of `workflow-runs` below `backstage-cli workflow-runs`. @public */
export default createCliModule({
  packageJson,
  init: async registry => {
    for (const definition of commands) {
      registry.addCommand({
        path: ['workflow-runs', ...definition.path],
        description: definition.summary,
        execute: async ({ args, info }) => {
          endQuietlyOnBrokenPipe(process);
          const code = await runSingleCommand({
            usage: info.usage,
            definition,
            args,
            surroundings: process,
            execute,
          });
          await written(process.stdout);
          // Left to itself, the Backstage CLI exits with 0.
          process.exit(code);
        },
      });
    }
  },
});
