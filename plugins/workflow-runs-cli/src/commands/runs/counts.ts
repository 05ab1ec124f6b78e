import { defineCommand, type OptionSpecs } from '../../cli/defineCommand';
import { showing } from '../kinds';
import { filterOptions, toFilterQuery } from './filterOptions';

const facets = [
  'workflow',
  'environment',
  'version',
  'status',
  'tag',
  'errorCode',
  'errorCategory',
  'owner',
  'startedBy',
  'priority',
  'triggerType',
] as const;

export const countCommand = showing({
  path: ['count'],
  summary: 'Count runs by status',
  options: filterOptions,
  examples: [
    {
      line: 'count --from 24h',
      summary: 'How many runs were queued since yesterday, and in which states',
    },
  ],
  route: 'countRuns',
  input: ({ options }) => ({ query: toFilterQuery(options) }),
  text: ({ statuses }, { output }) =>
    output.table(
      statuses,
      [
        { title: 'STATUS', value: each => each.status },
        {
          title: 'RUNS',
          value: ({ count, isMore }) => `${count}${isMore ? '+' : ''}`,
          align: 'right',
        },
      ],
      { empty: 'No runs fit.' },
    ),
});

export const facetsCommand = defineCommand({
  path: ['facets'],
  summary: 'List which values filters could have, and how often each occurs',
  options: {
    ...filterOptions,
    facets: {
      type: 'list',
      choices: facets,
      summary: 'of these fields (default: workflow, status, environment)',
    },
  } as const satisfies OptionSpecs,
  examples: [
    {
      line: 'facets --facets errorCode --status failed --from 7d',
      summary: 'Which errors occurred this week',
    },
  ],
  routes: ['listFacets'],
  async run({ options, call, output }) {
    const query = toFilterQuery(options);
    const answer = await call('listFacets', {
      query: { ...query, facets: options.facets?.join(',') },
    });
    await output.answer(answer, {
      ids: said =>
        said.facets.flatMap(({ values }) => values.map(({ value }) => value)),
      text: said =>
        output.table(
          said.facets.flatMap(({ facet, values }) =>
            values.map(value => ({ facet, ...value })),
          ),
          [
            { title: 'FIELD', value: row => row.facet },
            { title: 'VALUE', value: row => row.value, shrinkTo: 12 },
            { title: 'RUNS', value: row => row.count, align: 'right' },
          ],
          { empty: 'No runs fit.' },
        ),
    });
  },
});
