import { defineCommand } from '../../cli/defineCommand';
import { waitForRun, waitOptions } from '../../waiting/waitForRun';
import { runArgument } from '../runs/runArgument';

export const waitCommand = defineCommand({
  path: ['wait'],
  summary: 'Wait until a run has ended, and exit with its outcome',
  arguments: runArgument,
  options: { timeout: waitOptions.timeout },
  examples: [
    {
      line: 'wait run_01J9… --timeout 30m && ./deploy.sh',
      summary: 'Go on only if it completes within half an hour',
    },
  ],
  routes: ['getRun', 'streamRun'],
  run: context =>
    waitForRun(context, context.args.run, {
      timeoutMs: context.options.timeout,
    }),
});
