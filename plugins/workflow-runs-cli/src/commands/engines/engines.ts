import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { exitCodes } from '../../exitCodes';
import { formatAge } from '../../output/format';
import { withoutControls } from '../../output/withoutControls';
import { listing, onceOptions } from '../kinds';

export const listEnginesCommand = listing({
  path: ['engines'],
  summary:
    'List engines that run workflows elsewhere, and as of when their runs are known',
  examples: [{ line: 'engines', summary: 'Which one does not answer' }],
  route: 'listEngines',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'There is none beside the portal itself.',
  columns: (output, now) => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'TITLE', value: each => each.title, priority: 3, shrinkTo: 8 },
    {
      title: 'STATE',
      value: each => each.state,
      colour: text => output.status(text),
    },
    { title: 'KNOWN AS OF', value: each => formatAge(each.syncedAt, now) },
    { title: 'STALE', value: each => (each.isStale ? 'yes' : ''), priority: 4 },
    {
      title: 'ERROR',
      value: each => each.lastError,
      priority: 2,
      shrinkTo: 12,
    },
  ],
});

export const syncCommand = defineCommand({
  path: ['sync'],
  summary: 'Ask an engine for its runs now, or for one of them',
  arguments: {
    run: { summary: 'id of a run, to ask its engine for it', optional: true },
  },
  options: {
    engine: {
      type: 'text',
      placeholder: 'id',
      summary: 'ask this engine for open runs, and for what has changed',
    },
    ...onceOptions,
  },
  examples: [
    { line: 'sync run_01J9…', summary: 'One run' },
    { line: 'sync --engine temporal-prod', summary: 'All of an engine' },
  ],
  routes: ['syncRun', 'syncEngine'],
  async run({ args, options, call, output }) {
    const { engine, key: idempotencyKey } = options;
    if (!args.run === !engine) {
      throw new CliError('Say either a run or --engine', {
        exitCode: exitCodes.usage,
      });
    }
    if (engine) {
      const params = { engineId: engine };
      const answer = await call('syncEngine', { params }, { idempotencyKey });
      await output.answer(answer, {
        text: said => output.line(`${said.id} ${said.state}`),
      });
      return;
    }
    const params = { runId: args.run! };
    const answer = await call('syncRun', { params }, { idempotencyKey });
    await output.answer(answer, {
      text: said =>
        output.line(
          withoutControls(
            said.problem ??
              `${args.run} is known as of ${said.syncedAt ?? 'never'}`,
          ),
        ),
    });
  },
});
