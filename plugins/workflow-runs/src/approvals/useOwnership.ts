import { useEffect, useState } from 'react';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';

/** What the reader owns things through; undefined until it is known, and where it cannot be. */
export function useOwnership(): string[] | undefined {
  const identity = useApi(identityApiRef);
  const [refs, setRefs] = useState<string[]>();
  useEffect(() => {
    let left = false;
    identity.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) => !left && setRefs(ownershipEntityRefs),
      // The backend decides in the end, and says why.
      () => {},
    );
    return () => {
      left = true;
    };
  }, [identity]);
  return refs;
}
