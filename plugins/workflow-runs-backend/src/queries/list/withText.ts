import { Knex } from 'knex';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { parseQuery } from '../../search/parseQuery';
import { textIndexOf } from '../../search/TextIndex';
import type { Check } from './search';

/** Runs by their ids, or what tells that a run fits where they are too many. */
export type TextChoice = { ids: readonly string[] } | { check: Check };

/** A filter with what was found out about its text. */
export type ListFilter = RunFilter & { text?: TextChoice };

/**
 * Says a filter by a text as one by the runs that hold it, where these are few.
 *
 * @param maxFound - beyond, a text is one of the things that each run has to fit
 */
export async function withText(
  knex: Knex,
  { q, ...filter }: ListFilter,
  maxFound: number,
): Promise<ListFilter> {
  if (q === undefined) return filter;
  const index = textIndexOf(knex);
  const query = parseQuery(q);
  if (query.required.length > 0) {
    const ids = await index.find(query, maxFound + 1);
    if (ids.length <= maxFound) return { ...filter, text: { ids } };
  }
  return { ...filter, text: { check: runs => index.narrow(runs, query) } };
}
