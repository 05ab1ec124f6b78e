import { useQuery } from '@tanstack/react-query';
import {
  RunCount,
  RunFacet,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UseRunFacetResult {
  /** Most frequent first, 50 at most. */
  values: { value: string; count: number }[];
  /** How many of the newest runs were counted. */
  counted: RunCount | undefined;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/**
 * The values that one field of runs has, among those that fit all other filters.
 *
 * @param facet - undefined asks for nothing
 * @public
 */
export function useRunFacet(
  facet: RunFacet | undefined,
  filter: RunFilter,
): UseRunFacetResult {
  const { api } = useSession();
  const queryKey = keys.facet(facet ?? '', filter);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'listFacets',
        { query: { ...toFilterQuery(filter), facets: facet! } },
        { signal },
      ),
    enabled: facet !== undefined,
    staleTime: 15_000,
  });
  const found = query.data?.facets.find(each => each.facet === facet);
  return {
    values: found?.values ?? [],
    counted: found?.counted,
    loading: query.isPending && facet !== undefined,
    error: query.error,
    reload,
  };
}
