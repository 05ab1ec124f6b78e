import { useEffect, useState } from 'react';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';

const MOST = 6;
/** While somebody types, nothing is asked. */
const PAUSE_MS = 200;

/** A user or a group of the catalog. */
export interface PossibleOwner {
  ref: string;
  title: string;
}

/** Users and groups that a text may mean. */
export function useOwnerSearch(text: string): {
  owners: PossibleOwner[];
  loading: boolean;
  failed: boolean;
} {
  const catalog = useApiHolder().get(catalogApiRef);
  const term = text.trim();
  const [found, setFound] = useState<{
    term: string;
    owners: PossibleOwner[];
    failed: boolean;
  }>();
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      try {
        if (!catalog) throw new Error('This portal has no catalog');
        const { items } = await catalog.queryEntities({
          filter: { kind: ['User', 'Group'] },
          fields: ['kind', 'metadata', 'spec.profile'],
          fullTextFilter: term === '' ? undefined : { term },
          orderFields: [{ field: 'metadata.name', order: 'asc' }],
          limit: MOST,
        });
        const owners = items.map(ownerOf);
        if (!left) setFound({ term, owners, failed: false });
      } catch {
        // A reference can be typed all the same.
        if (!left) setFound({ term, owners: [], failed: true });
      }
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [catalog, term]);
  return {
    owners: found?.owners ?? [],
    loading: found?.term !== term,
    failed: found?.failed ?? false,
  };
}

function ownerOf(entity: Entity): PossibleOwner {
  const profile = entity.spec?.profile as { displayName?: string } | undefined;
  return {
    ref: stringifyEntityRef(entity),
    title:
      profile?.displayName ?? entity.metadata.title ?? entity.metadata.name,
  };
}
