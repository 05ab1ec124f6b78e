import {
  viewFilterSchema,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { FilterName, joinValues, splitValues } from './values';

/** All filters, in the order of the API. */
export const FILTER_NAMES = Object.keys(viewFilterSchema.shape) as FilterName[];

/** Something that an address asks for and that cannot be: it was left out. */
export interface AddressProblem {
  name: FilterName | 'view' | 'sort';
  value: string;
}

/**
 * Reads one filter of an address. Of a list it keeps the values that can be, for a link may come from
 * a version with others.
 */
export function readFilter(
  name: FilterName,
  text: string,
): { value: string | undefined; problems: AddressProblem[] } {
  const schema = viewFilterSchema.shape[name];
  const ok = (candidate: string) => schema.safeParse(candidate).success;
  if (ok(text)) return { value: normal(name, text), problems: [] };

  const values = splitValues(text);
  const good = values.filter(value => ok(joinValues([value])));
  const list = joinValues(good);
  if (values.length < 2 || good.length === 0 || !ok(list)) {
    return { value: undefined, problems: [{ name, value: text }] };
  }
  return {
    value: list,
    problems: values
      .filter(value => !good.includes(value))
      .map(value => ({ name, value })),
  };
}

/** What belongs together: a list cannot end before it begins, nor begin twice. */
export function checkTimes(filter: ViewFilterQuery): {
  filter: ViewFilterQuery;
  problems: AddressProblem[];
} {
  const { since, to, ...rest } = filter;
  const { from } = rest;
  if (from && to && from >= to) {
    return { filter: rest, problems: [{ name: 'to', value: to }] };
  }
  // As the API has it: a time goes before a duration.
  const begins = from || !since ? {} : { since };
  return {
    filter: { ...rest, ...begins, ...(to ? { to } : {}) },
    problems: [],
  };
}

/** One way to write each value, so that the same list has the same address. */
function normal(name: FilterName, text: string): string {
  return name === 'from' || name === 'to' ? new Date(text).toISOString() : text;
}
