import { useQuery } from '@tanstack/react-query';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Who reads, as the portal knows them. */
export interface Me {
  /** The reader; empty while nobody knows. */
  ref: string;
  /** The reader and their groups. */
  refs: string[];
  groups: string[];
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** The reader, and the groups that they belong to. */
export function useMe(): Me {
  const identity = useApi(identityApiRef);
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: () => identity.getBackstageIdentity(),
    staleTime: Infinity,
  });
  const refs = data
    ? [...new Set([data.userEntityRef, ...data.ownershipEntityRefs])]
    : [];
  return {
    ref: data?.userEntityRef ?? '',
    refs,
    groups: refs.filter(ref => ref.toLowerCase().startsWith('group:')),
    loading: isPending,
    error,
    reload: () => {
      refetch();
    },
  };
}
