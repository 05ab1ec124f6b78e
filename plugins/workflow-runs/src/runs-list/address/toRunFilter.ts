import {
  durationToMs,
  RunFilter,
  ViewFilterQuery,
  viewFilterSchema,
} from 'backstage-plugin-workflow-runs-common';

/**
 * The filter that the API is asked with. `since` counts back from the given moment.
 *
 * @param now - epoch milliseconds
 * @throws ZodError where the filter was not checked before
 */
export function toRunFilter(filter: ViewFilterQuery, now: number): RunFilter {
  const { since, ...rest } = viewFilterSchema.parse(filter);
  if (since === undefined) return rest;
  // Of a saved view's `since` a `from` takes the place.
  return { ...rest, from: rest.from ?? now - durationToMs(since) };
}
