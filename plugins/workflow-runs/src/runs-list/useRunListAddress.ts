import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  RunFilter,
  toFilterQuery,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  useClockOffset,
  useSavedView,
} from 'backstage-plugin-workflow-runs-react';
import {
  filterOf,
  readAddress,
  sortOf,
  Wanted,
  writeAddress,
} from './address/listAddress';
import { toRunFilter } from './address/toRunFilter';
import { alongTo, baseOf, narrowing, View, withinView } from './address/views';
import { useMe } from './saved-views/useMe';

/** What the page sets that the list is on; readers can only narrow it. */
export type ListScope = Required<Pick<RunFilter, 'workflow'>>;

/**
 * What the list shows, as the address says it, and how to show something else: each change is an entry
 * of the browser's history.
 *
 * @param scope - narrows the list to workflows of an entity: it has no saved views then
 */
export function useRunListAddress(scope: ListScope | undefined) {
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => readAddress(params), [params]);
  const savedId = scope ? null : address.saved;
  const saved = useSavedView(savedId);
  const me = useMe();
  const { view } = address;
  const clockOffset = useClockOffset();

  const sort = sortOf(address, saved.view);
  const around = scope ? toFilterQuery(scope) : {};
  const withinScope = (tab: View): ViewFilterQuery => ({
    ...baseOf(tab, me.refs),
    ...around,
  });
  const base = withinScope(view);
  // What is none of the view's counts nowhere, and is told as what cannot be.
  const { own: filter, outside } = narrowing(
    filterOf(address, saved.view),
    base,
  );
  const problems = [...address.problems, ...outside];
  // `since` counts back from when the list is opened, not from each time that it is drawn.
  const asked = JSON.stringify([filter, around]);
  const resolve = useMemo(() => {
    // By the clock of the backend, which is asked.
    const now = Date.now() + clockOffset;
    const [, set]: ViewFilterQuery[] = JSON.parse(asked);
    return (wanted: ViewFilterQuery): RunFilter =>
      toRunFilter({ ...set, ...wanted }, now);
  }, [asked, clockOffset]);
  const within = { ...base, ...filter };

  const show = (wanted: Partial<Wanted>) =>
    setParams(before => {
      const now = { view, saved: savedId, filter, sort };
      const opened = wanted.saved === undefined ? saved.view : undefined;
      return writeAddress(before, { ...now, ...wanted }, opened);
    });
  return {
    view,
    filter,
    /** The filter with what the view and the page set. */
    within,
    sort,
    base,
    runFilter: resolve(within),
    /** What another tab would ask for, were it open. */
    runFilterOf: (tab: View) =>
      resolve(withinView(alongTo(filter, view, tab), withinScope(tab))),
    savedId,
    saved,
    me,
    /** The list can be asked for: what it depends on is known. */
    ready:
      (savedId === null || saved.view !== undefined) &&
      (view !== 'waiting' || !me.loading),
    problems:
      scope && address.saved
        ? [...problems, { name: 'view' as const, value: address.saved }]
        : problems,
    show,
    /** Another tab keeps the filters that tabs are not about. */
    showView: (next: View) =>
      show({ view: next, saved: null, filter: alongTo(filter, view, next) }),
    openSaved: (viewId: string | null) =>
      setParams(viewId ? { view: viewId } : {}),
  };
}
