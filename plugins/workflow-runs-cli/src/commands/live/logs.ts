import { defineCommand } from '../../cli/defineCommand';
import { load } from '../../cli/load';
import { logLevels } from '../../cli/vocabulary';

export const logsCommand = defineCommand({
  path: ['logs'],
  summary: 'Print the log of a run, or follow it',
  description: [
    'Following goes on behind the last line when the connection was cut or the server was away: no line is there',
    'twice, and none is missing. It ends with the run, and exits with 0 where that has completed, 1 where not.',
    'With --json, a line is an object: ts, level, run_id, step_id, state, msg.',
  ].join('\n'),
  arguments: { run: { summary: 'id of the run' } },
  options: {
    step: { type: 'list', placeholder: 'key,...', summary: 'of these steps' },
    attempt: { type: 'number', min: 1, summary: 'of this attempt' },
    level: { type: 'list', choices: logLevels, summary: 'of these levels' },
    follow: { type: 'flag', short: 'f', summary: 'go on until the run ends' },
    tail: { type: 'number', short: 'n', summary: 'only the last lines' },
    output: {
      type: 'text',
      short: 'o',
      placeholder: 'file',
      summary: 'write to a file, which must not be there yet; - is stdout',
    },
  },
  examples: [
    { line: 'logs run_01JD…', summary: 'The whole log' },
    {
      line: 'logs run_01JD… --follow --tail 20 --level warn,error',
      summary: 'What goes wrong from now on, and lately',
    },
    {
      line: 'logs run_01JD… --json --output run.jsonl',
      summary: 'Lines of JSON, into a file',
    },
  ],
  routes: ['listLogs', 'getRun', 'listSteps', 'listAttempts', 'streamRun'],
  async run({ args, options, output, signal, connect }) {
    const { client } = await connect();
    const { followAndPrintLog, printLog } = await load(
      import('../../follow/printLog'),
    );
    const print = options.follow ? followAndPrintLog : printLog;
    return print(client, args.run, {
      selection: options,
      tail: options.tail,
      file: options.output === '-' ? undefined : options.output,
      output,
      signal,
    });
  },
});
