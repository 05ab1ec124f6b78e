import {
  RunStatus,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
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

/** The filter of a view, narrowed by the reader's; what is none of the view's does not count. */
export function withinView(
  filter: ViewFilterQuery,
  base: ViewFilterQuery,
): ViewFilterQuery {
  let narrowed = { ...filter, ...base };
  for (const name of SET_BY_VIEWS) {
    const within = valuesOf(base, name);
    const asked = valuesOf(filter, name).filter(each => within.includes(each));
    if (asked.length > 0) narrowed = withValues(narrowed, name, asked);
  }
  return narrowed;
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
