import {
  RunStatus,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { AddressProblem } from './checkFilter';
import { joinValues, valuesOf, withValues } from './values';

/** Views of the list, in the order of their tabs. */
export const VIEWS = [
  'active',
  'pending',
  'completed',
  'failed',
  'slow',
  'waiting',
  'all',
] as const;
export type View = (typeof VIEWS)[number];

/** The statuses of the views that are about one or several. */
export const STATUSES = {
  active: ['running', 'paused', 'waiting_human', 'canceling'],
  pending: ['queued'],
  completed: ['completed'],
  failed: ['failed', 'canceled'],
  waiting: ['waiting_human'],
} as const satisfies Partial<Record<View, RunStatus[]>>;

/** Filters that views set, and that their readers can only narrow. */
const SET_BY_VIEWS = ['status', 'sla', 'owner'] as const;
/** The same with what the page sets that the list is on. */
const SET_FOR_READERS = [...SET_BY_VIEWS, 'workflow'] as const;

/**
 * What a view stands for, as a filter.
 *
 * @param me - the reader and their groups, of whose runs `waiting` consists; none while nobody knows
 */
export function baseOf(view: View, me: readonly string[]): ViewFilterQuery {
  switch (view) {
    case 'all':
      return {};
    case 'slow':
      return { sla: 'at_risk,breached' };
    case 'waiting':
      return {
        status: 'waiting_human',
        ...(me.length > 0 ? { owner: joinValues(me) } : {}),
      };
    default:
      return { status: joinValues(STATUSES[view]) };
  }
}

/**
 * The reader's filter as far as it narrows a view, and what of it is none of the view's: that does not
 * count.
 */
export function narrowing(
  filter: ViewFilterQuery,
  base: ViewFilterQuery,
): { own: ViewFilterQuery; outside: AddressProblem[] } {
  let own = filter;
  const outside: AddressProblem[] = [];
  for (const name of SET_FOR_READERS) {
    const within = valuesOf(base, name);
    if (within.length === 0) continue;
    const asked = valuesOf(filter, name);
    own = withValues(
      own,
      name,
      asked.filter(value => within.includes(value)),
    );
    for (const value of asked) {
      if (!within.includes(value)) outside.push({ name, value });
    }
  }
  return { own, outside };
}

/** The filter of a view, narrowed by the reader's. */
export function withinView(
  filter: ViewFilterQuery,
  base: ViewFilterQuery,
): ViewFilterQuery {
  return { ...base, ...narrowing(filter, base).own };
}

/** The reader's filters that go along from one view to another: those that neither is about. */
export function alongTo(
  filter: ViewFilterQuery,
  from: View,
  to: View,
): ViewFilterQuery {
  const about = { ...baseOf(from, ['me']), ...baseOf(to, ['me']) };
  const rest = { ...filter };
  for (const name of SET_BY_VIEWS) if (name in about) delete rest[name];
  return rest;
}
