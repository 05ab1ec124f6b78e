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
          process.exitCode = await runSingleCommand({
            usage: info.usage,
            definition,
            args,
            surroundings: process,
            execute,
          });
        },
      });
    }
  },
});
