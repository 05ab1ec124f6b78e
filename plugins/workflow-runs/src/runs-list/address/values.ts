import {
  joinList,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';

/** A filter of a list of runs, by its name in the API. */
export type FilterName = keyof ViewFilterQuery;

/** The values of a list in a query, as the API reads it: `\,` is a comma within a value. */
export function splitValues(list: string): string[] {
  const values = list.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return [...new Set(values.map(value => value.replace(/\\(.)/gs, '$1')))];
}

/** Writes a list as the API reads it. */
export const joinValues = (values: readonly string[]): string =>
  joinList(values);

/** Filters whose value is one text rather than a list. */
const SINGLE: ReadonlySet<FilterName> = new Set<FilterName>([
  'q',
  'tagPattern',
  'from',
  'to',
  'since',
  'backfill',
  'needsIntervention',
]);

/** The values that a filter has; none where it is not set. */
export function valuesOf(filter: ViewFilterQuery, name: FilterName): string[] {
  const text = filter[name];
  if (!text) return [];
  return SINGLE.has(name) ? [text] : splitValues(text);
}

/** A filter with other values for one of its names; none takes it away. */
export function withValues(
  filter: ViewFilterQuery,
  name: FilterName,
  values: readonly string[],
): ViewFilterQuery {
  const { [name]: _, ...rest } = filter;
  if (values.length === 0) return rest;
  return {
    ...rest,
    [name]: SINGLE.has(name) ? values[0] : joinValues(values),
  };
}
