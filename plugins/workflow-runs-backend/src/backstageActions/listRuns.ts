import { runSortSchema } from 'backstage-plugin-workflow-runs-common';
import { defineAction, oneOf, READING } from './BackstageAction';
import { fitting, leftOut } from './bounds';
import { filterFields, toQuery } from './filterInput';
import { cutSchema, runBriefSchema, toBrief } from './runBrief';

const MAX_RUNS = 25;
const ROOM = 24_000;

export const listRuns = defineAction({
  name: 'list-runs',
  title: 'List workflow runs',
  description:
    'Lists workflow runs that you may see, the newest first, by any filter. Values of one filter are alternatives, filters narrow each other. To find why the last run of a workflow failed: list with `workflow` and `status: ["failed"]`, `limit: 1`, then explain-run.',
  attributes: READING,
  schema: {
    input: z =>
      z
        .object({
          ...filterFields(z),
          view: z
            .string()
            .min(1)
            .optional()
            .describe('Id of a saved view, which the rest narrows'),
          sort: oneOf(z, runSortSchema)
            .optional()
            .describe('`-queuedAt`, the newest first, where left out'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(MAX_RUNS)
            .default(10)
            .describe('Runs in one answer'),
          token: z
            .string()
            .optional()
            .describe('`nextToken` of the answer before'),
        })
        .strict(),
    output: z =>
      z.object({
        runs: z.array(runBriefSchema(z)),
        nextToken: z.string().nullable().describe('Null on the last page'),
        searchedBackTo: z
          .string()
          .nullable()
          .describe(
            'Where not null, the page ended early: the next token goes on behind this time',
          ),
        cut: cutSchema(z),
      }),
  },
  examples: [
    {
      title: 'The last failed run of a workflow',
      input: {
        workflow: ['embedded/trial_activation'],
        status: ['failed'],
        limit: 1,
      },
    },
    {
      title: 'What waits for a human',
      input: { status: ['waiting_human'], limit: 10 },
    },
  ],
  answer: async (input, { ask, urlOf }) => {
    const pageOf = async (limit: number) => {
      const query = toQuery({ ...input, limit }) as any;
      const page = await ask('listRuns', { query });
      return { ...page, runs: page.items.map(run => toBrief(run, urlOf)) };
    };
    const page = await pageOf(input.limit);
    const { length: fit } = fitting(page.runs, ROOM);
    // A shorter page, or the next one would begin behind what is left out.
    const { runs, nextToken, searchedBackTo } =
      fit < page.runs.length ? await pageOf(fit) : page;
    return {
      runs,
      nextToken,
      searchedBackTo,
      cut: leftOut(
        'run',
        { shown: runs.length, all: page.runs.length },
        'they come with the next token',
      ),
    };
  },
});
