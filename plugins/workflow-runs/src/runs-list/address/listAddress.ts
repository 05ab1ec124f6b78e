import {
  RunSort,
  runSortSchema,
  SavedView,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  AddressProblem,
  checkTimes,
  FILTER_NAMES,
  readFilter,
} from './checkFilter';
import { View, VIEWS } from './views';
import { FilterName } from './values';

/** What the address of the list says. */
export interface ListAddress {
  /** The tab; `all` while a saved view is open. */
  view: View;
  /** Id of the saved view that is open. */
  saved: string | null;
  filter: ViewFilterQuery;
  /** Filters of the saved view that are left out: they stand in the address without a value. */
  cleared: FilterName[];
  /** Null: that of the saved view, or newest first. */
  sort: RunSort | null;
  problems: AddressProblem[];
}

/** What of a saved view an address can differ from. */
export type ViewContent = Pick<SavedView, 'filter' | 'sort'>;

/** Reads the address; what it does not understand is told in `problems`, and left out. */
export function readAddress(params: URLSearchParams): ListAddress {
  const named = params.get('view') ?? '';
  const view = VIEWS.find(each => each === named);
  const problems: AddressProblem[] = [];
  const read: Partial<Record<FilterName, string>> = {};
  const cleared: FilterName[] = [];
  for (const name of FILTER_NAMES) {
    const text = params.get(name);
    if (text === '') cleared.push(name);
    if (!text) continue;
    const { value, problems: found } = readFilter(name, text);
    if (value !== undefined) read[name] = value;
    problems.push(...found);
  }
  const checked = checkTimes(read as ViewFilterQuery);
  const sort = params.get('sort');
  const known = runSortSchema.safeParse(sort ?? undefined);
  if (sort && !known.success) problems.push({ name: 'sort', value: sort });
  return {
    view: view ?? 'all',
    saved: view || named === '' ? null : named,
    filter: checked.filter,
    cleared,
    sort: known.success ? known.data : null,
    problems: [...problems, ...checked.problems],
  };
}

/** The filter that an address means, with that of the saved view which is open. */
export function filterOf(
  address: ListAddress,
  saved: ViewContent | undefined,
): ViewFilterQuery {
  if (!saved) return address.filter;
  const filter = { ...saved.filter };
  for (const name of address.cleared) delete filter[name];
  const { from, since } = address.filter;
  if (from) delete filter.since;
  if (since) delete filter.from;
  return { ...filter, ...address.filter };
}

/** The order that an address means. */
export function sortOf(
  address: ListAddress,
  saved: ViewContent | undefined,
): RunSort {
  return address.sort ?? saved?.sort ?? '-queuedAt';
}

/** What the list is to show. */
export interface Wanted {
  view: View;
  saved: string | null;
  filter: ViewFilterQuery;
  sort: RunSort;
}

/**
 * Writes what the list is to show into an address, and leaves the rest of it alone. Of a saved view it
 * writes what differs, so that a link to the view goes on to mean the view.
 */
export function writeAddress(
  params: URLSearchParams,
  wanted: Wanted,
  saved: ViewContent | undefined,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string | null) => {
    if (value === null) next.delete(name);
    else next.set(name, value);
  };
  const base = (wanted.saved !== null && saved) || {
    filter: {} as ViewFilterQuery,
    sort: '-queuedAt',
  };
  set('view', wanted.saved ?? (wanted.view === 'all' ? null : wanted.view));
  for (const name of FILTER_NAMES) {
    const value = wanted.filter[name] ?? '';
    set(name, value === (base.filter[name] ?? '') ? null : value);
  }
  set('sort', wanted.sort === base.sort ? null : wanted.sort);
  return next;
}
