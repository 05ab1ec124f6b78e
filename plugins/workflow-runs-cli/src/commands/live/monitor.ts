import { defineCommand } from '../../cli/defineCommand';
import { load } from '../../cli/load';
import { filterOptions, toFilterQuery } from '../runs/filterOptions';

export const monitorCommand = defineCommand({
  path: ['monitor'],
  summary: 'Watch a run, or the runs that a filter lets through, as they go on',
  description: [
    'On a terminal it is a screen: arrows or j and k choose, Enter opens, Esc goes back, p pauses or resumes,',
    'c cancels, r retries (each asks first), q quits.',
    'Elsewhere, and with --json, it prints a line for each change: time, run, step or -, state, and what there is to',
    'say. Of runs, those are the newest 100 that fit, first as they stand and then as they change, until Ctrl-C; of one',
    'run, it ends with that and exits with 0 where it has completed, 1 where not.',
  ].join('\n'),
  arguments: {
    run: { summary: 'id of a run; without it, runs', optional: true },
  },
  options: filterOptions,
  examples: [
    { line: 'monitor', summary: 'All runs' },
    {
      line: 'monitor --owner group:default/team-data --status running,failed',
      summary: "What of a team's is under way, or has failed",
    },
    { line: 'monitor run_01JD…', summary: 'One run, with its steps and log' },
    {
      line: 'monitor run_01JD… | tee changes.txt',
      summary: 'One line for each change, until the run ends',
    },
  ],
  routes: [
    'getRun',
    'listRuns',
    'listSteps',
    'listAttempts',
    'listLogs',
    'getForecast',
    'streamRun',
    'stream',
    'pauseRun',
    'resumeRun',
    'cancelRun',
    'retryRun',
  ],
  async run({ args, options, output, surroundings, signal, connect }) {
    const { client } = await connect();
    const query = toFilterQuery(options);
    const { stdin, stdout } = surroundings;
    const { watch } = await load(import('../../monitor/watch'));
    return watch(client, {
      watched: args.run
        ? { runId: args.run, endsWithRun: false }
        : { query, title: titleOf(query) },
      output,
      stdin,
      stdout,
      signal,
    });
  },
});

/** Filters as they are read: `status=failed,canceled workflow=embedded/sync`. */
function titleOf(query: object): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
