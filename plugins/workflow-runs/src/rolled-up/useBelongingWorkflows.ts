import { useQuery } from '@tanstack/react-query';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef, useEntity } from '@backstage/plugin-catalog-react';
import { workflowsOf } from './catalogWorkflows';

const MINUTE_MS = 60_000;

/** The workflows that belong to the entity whose page this is. */
export function useBelongingWorkflows() {
  const { entity } = useEntity();
  const catalog = useApi(catalogApiRef);
  const ref = stringifyEntityRef(entity);
  const query = useQuery({
    queryKey: ['workflows-of', ref],
    queryFn: () => workflowsOf(catalog, entity),
    staleTime: MINUTE_MS,
  });
  return {
    entity,
    workflows: query.data?.workflows ?? [],
    unfinished: query.data?.unfinished ?? false,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload: () => {
      query.refetch();
    },
  };
}
