import { defineCommand } from '../../cli/defineCommand';
import { waitForRun, waitOptions } from '../../waiting/waitForRun';
import { onceOptions } from '../kinds';
import { runArgument } from '../runs/runArgument';
import { reasonOption, sayResult } from './act';

export const retryCommand = defineCommand({
  path: ['retry'],
  summary: 'Repeat what failed in a run, or everything from a step on',
  description:
    'It stays the same run, with the same input and version. `restart` and `rerun` launch another one.',
  arguments: runArgument,
  options: {
    from: {
      type: 'text',
      placeholder: 'step',
      summary:
        'of an ended run, the first step to repeat; of an open one, the step to try now',
    },
    item: {
      type: 'number',
      summary: 'an item of a fan-out that is under way, from 0',
    },
    ...reasonOption,
    ...onceOptions,
    ...waitOptions,
  },
  examples: [
    {
      line: 'retry run_01J9… --wait',
      summary: 'Repeat what failed, and wait for the outcome',
    },
    {
      line: 'retry run_01J9… --from load',
      summary: 'Repeat the step load, and all that builds on it',
    },
  ],
  routes: ['retryRun'],
  async run(context) {
    const { args, options, call, output } = context;
    const { from: step, item, reason, key } = options;
    const result = await call(
      'retryRun',
      { params: { runId: args.run }, body: { step, item, reason } },
      { idempotencyKey: key },
    );
    const isLast = !options.wait;
    if (isLast || output.mode === 'text') {
      await output.answer(result, {
        text: said => output.line(sayResult(said, context)),
      });
    }
    return isLast
      ? undefined
      : waitForRun(context, args.run, { timeoutMs: options.timeout });
  },
});
