import {
  joinList,
  RunSort,
  Statistics,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';

/** What a list of runs is asked for in its address. */
export type RunsQuery = ViewFilterQuery & { sort?: RunSort };

/** Where the runs are listed that fit a query, of those that are summed up. */
export type RunsHref = (
  query?: RunsQuery,
  time?: { from: string; to: string },
) => string;

/**
 * Leads from a number to its runs: all that narrows the statistics narrows the list. The list goes by when runs
 * were queued, which is the nearest that it has to when they ended.
 *
 * @param listHref - where a list is, by what it is asked for
 * @param narrowed - what the page is narrowed to
 */
export function runsHrefOf(
  listHref: (query: RunsQuery) => string,
  narrowed: ViewFilterQuery,
  { from, to }: Pick<Statistics, 'from' | 'to'>,
): RunsHref {
  return (query = {}, time = { from, to }) =>
    listHref({ ...narrowed, from: time.from, to: time.to, ...query });
}

/** One value, as a list of the API has it. */
export const only = (value: string): string => joinList([value]);
