import { RunFilter, RunStatus } from 'backstage-plugin-workflow-runs-common';

/** Views of the list, in the order of their tabs. */
export const VIEWS = ['active', 'completed', 'failed', 'all'] as const;
export type View = (typeof VIEWS)[number];

const statuses: Record<View, RunStatus[]> = {
  active: ['queued', 'running', 'paused', 'waiting_human', 'canceling'],
  completed: ['completed'],
  failed: ['failed', 'canceled'],
  all: [
    'queued',
    'running',
    'paused',
    'waiting_human',
    'canceling',
    'completed',
    'failed',
    'canceled',
  ],
};

/** The statuses that a view holds, and its status filter offers. */
export function statusesOf(view: View): RunStatus[] {
  return statuses[view];
}

/** What the list's URL says. */
export interface ListQuery {
  view: View;
  status: RunStatus[];
  workflow: string[];
}

/** Reads the URL; what it does not know, it ignores. */
export function readListQuery(params: URLSearchParams): ListQuery {
  const view = VIEWS.find(each => each === params.get('view')) ?? 'all';
  const asked = listOf(params.get('status'));
  return {
    view,
    status: statuses[view].filter(status => asked.includes(status)),
    workflow: listOf(params.get('workflow')),
  };
}

/** Writes a change into the URL and leaves the rest of it alone. */
export function writeListQuery(
  params: URLSearchParams,
  change: Partial<ListQuery>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  const query = { ...readListQuery(params), ...change };
  set(next, 'view', query.view === 'all' ? '' : query.view);
  set(
    next,
    'status',
    query.status
      .filter(status => statuses[query.view].includes(status))
      .join(','),
  );
  set(next, 'workflow', query.workflow.join(','));
  return next;
}

/** The filter that the API is asked with. */
export function filterOf(query: ListQuery): RunFilter {
  const { view, status, workflow } = query;
  const narrowed = status.length > 0 ? status : statuses[view];
  return {
    ...(view === 'all' && status.length === 0 ? {} : { status: narrowed }),
    ...(workflow.length > 0 ? { workflow } : {}),
  };
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').filter(Boolean);
}

function set(params: URLSearchParams, name: string, value: string) {
  if (value) params.set(name, value);
  else params.delete(name);
}
