import { defineCommand } from '../../cli/defineCommand';
import { runSorts } from '../../cli/vocabulary';
import { filterOptions, toFilterQuery } from './filterOptions';
import { runColumns } from './runColumns';

/** What one page of the API holds at most. */
const MAX_PAGE = 200;

export const listCommand = defineCommand({
  path: ['list'],
  aliases: ['ls'],
  summary: 'List runs, newest first',
  description:
    'Values of one filter are alternatives; filters narrow each other.',
  options: {
    ...filterOptions,
    sort: { type: 'text', choices: runSorts, summary: 'in another order' },
    limit: {
      type: 'number',
      short: 'n',
      min: 1,
      summary: 'how many at most (default: 50, and all with --quiet)',
    },
    token: {
      type: 'text',
      summary: 'go on behind a page: its nextToken',
    },
  },
  examples: [
    { line: 'list', summary: 'The latest runs' },
    {
      line: 'list --status failed --from 24h --owner group:default/team-data',
      summary: 'What has failed for a team since yesterday',
    },
    {
      line: 'list -q --workflow embedded/data_sync --status running | xargs -n1 workflow-runs cancel',
      summary: 'Do something to each run of a list',
    },
  ],
  routes: ['listRuns'],
  async run({ options, call, output }) {
    const { sort, token } = options;
    // Ids are for what acts on each of them: none is to be missed without a word.
    const limit = options.limit ?? (output.mode === 'quiet' ? Infinity : 50);
    const query = { ...toFilterQuery(options), sort };
    const page = (left: number, next?: string) =>
      call('listRuns', {
        query: { ...query, limit: Math.min(left, MAX_PAGE), token: next },
      });
    let answer = await page(limit, token);
    while (answer.nextToken && answer.items.length < limit) {
      const next = await page(limit - answer.items.length, answer.nextToken);
      answer = { ...next, items: [...answer.items, ...next.items] };
    }
    await output.answer(answer, {
      ids: ({ items }) => items.map(({ id }) => id),
      text: ({ items }) =>
        output.table(items, runColumns(output, output.now), {
          empty: 'No runs fit.',
        }),
    });
    if (answer.nextToken) {
      output.note('There are more: raise --limit, or narrow the filters.');
    }
  },
});
