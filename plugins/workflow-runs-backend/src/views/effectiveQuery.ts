import {
  durationToMs,
  RunFilter,
  RunSort,
  ViewFilter,
} from 'backstage-plugin-workflow-runs-common';

/** Which runs are meant, and in which order. */
export interface EffectiveQuery {
  filter: RunFilter;
  /** The duration that `from` was made of, where it was. */
  since?: string;
  sort?: RunSort;
}

/**
 * What a view and a query say together: what the query says goes before what the view says, one filter
 * at a time.
 *
 * @param now - epoch milliseconds
 */
export function effectiveQuery(
  view: { filter: ViewFilter; sort: RunSort },
  { sort, ...explicit }: RunFilter & { sort?: RunSort },
  now: number,
): EffectiveQuery {
  const { since, ...saved } = view.filter;
  const said = Object.entries(explicit).filter(
    ([, value]) => value !== undefined,
  );
  const filter: RunFilter = { ...saved, ...Object.fromEntries(said) };
  const order = sort ?? view.sort;
  // Both say where the list begins.
  if (since === undefined || filter.from !== undefined)
    return { filter, sort: order };
  return {
    filter: { ...filter, from: now - durationToMs(since) },
    since,
    sort: order,
  };
}
