import type { CommandContext } from '../../cli/CommandContext';
import { CliError } from '../../cli/CliError';
import { defineCommand } from '../../cli/defineCommand';
import { runSorts } from '../../cli/vocabulary';
import { exitCodes } from '../../exitCodes';
import { saveTo } from '../../output/saveTo';
import { filterOptions, toFilterQuery } from '../runs/filterOptions';

const runFormats = ['json', 'markdown', 'html', 'ipynb'] as const;
const listFormats = ['csv', 'jsonl'] as const;
const formats = [...runFormats, ...listFormats] as const;

const exportArguments = {
  run: {
    summary: 'id of a run; where it is left out, filters say which',
    optional: true,
  },
} as const;
const exportOptions = {
  format: {
    type: 'text',
    choices: formats,
    summary:
      'json, markdown, html or ipynb of a run (default: json); csv or jsonl of a list (default: csv)',
  },
  output: {
    type: 'text',
    short: 'o',
    placeholder: 'path',
    summary: 'where to (default: stdout)',
  },
  force: { type: 'flag', summary: 'replace what is there' },
  ...filterOptions,
  sort: { type: 'text', choices: runSorts, summary: 'in another order' },
  limit: {
    type: 'number',
    short: 'n',
    min: 1,
    summary: 'how many runs at most',
  },
} as const;

export const exportCommand = defineCommand({
  path: ['export'],
  summary: 'Export a run as a file, or all runs that fit filters',
  arguments: exportArguments,
  options: exportOptions,
  examples: [
    {
      line: 'export run_01J9… --format markdown',
      summary: 'A summary for a ticket',
    },
    {
      line: 'export --status failed --from 7d --format csv -o failed.csv',
      summary: 'What failed this week, as a table',
    },
  ],
  routes: ['exportRun', 'exportRuns'],
  async run(context) {
    const { args, options, output, signal } = context;
    const content = args.run
      ? await exportOne(args.run, context)
      : await exportList(context);
    const path = options.output ?? '-';
    await saveTo(path, content, { output, signal, force: options.force });
    if (path !== '-') output.note(path);
  },
});

type Context = CommandContext<typeof exportArguments, typeof exportOptions>;

async function exportOne(
  runId: string,
  { options, connect, signal }: Context,
): Promise<Response> {
  const format = oneOf(runFormats, options.format ?? 'json', 'a run');
  const { client } = await connect();
  return client.download(
    'exportRun',
    { params: { runId }, query: { format } },
    { signal },
  );
}

async function exportList({
  options,
  connect,
  signal,
}: Context): Promise<Response> {
  const format = oneOf(listFormats, options.format ?? 'csv', 'a list');
  const { sort, limit } = options;
  const { client } = await connect();
  const query = { ...toFilterQuery(options), format, sort, limit };
  return client.download('exportRuns', { query }, { signal });
}

/** @throws CliError where the format is one for something else */
function oneOf<Format extends string>(
  possible: readonly Format[],
  format: unknown,
  what: string,
): Format {
  const found = possible.find(each => each === format);
  if (found) return found;
  throw new CliError(
    `As ${format}, ${what} cannot be exported: only as ${possible.join(', ')}`,
    { exitCode: exitCodes.usage },
  );
}
