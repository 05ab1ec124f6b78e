import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { compareRouteRef } from '../routes';

/** Stands for the newest run of the same workflow that went well before. */
export const LAST_GOOD = 'last-good';

/** What of the comparison stands in its URL. */
export interface CompareUrl {
  a: string | undefined;
  b: string;
  onlyDifferences: boolean;
  /** Other runs are another page: the back button leads back. */
  setRuns: (a: string, b: string) => void;
  setOnlyDifferences: (only: boolean) => void;
}

export function useCompareUrl(): CompareUrl {
  const [params, setParams] = useSearchParams();
  const setRuns = useCallback(
    (a: string, b: string) =>
      setParams(before => {
        const next = new URLSearchParams(before);
        next.set('a', a);
        next.set('b', b);
        return next;
      }),
    [setParams],
  );
  const setOnlyDifferences = useCallback(
    (only: boolean) =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          if (only) next.set('only', 'differences');
          else next.delete('only');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const a = params.get('a') || undefined;
  const b = params.get('b') || LAST_GOOD;
  const onlyDifferences = params.get('only') === 'differences';
  return useMemo(
    () => ({ a, b, onlyDifferences, setRuns, setOnlyDifferences }),
    [a, b, onlyDifferences, setRuns, setOnlyDifferences],
  );
}

/** Where a run is compared with another one. */
export function useCompareHref(): (a: string, b?: string) => string {
  const link = useRouteRef(compareRouteRef);
  return useCallback(
    (a: string, b: string = LAST_GOOD) =>
      `${link?.() ?? '/workflow-runs/compare'}?${new URLSearchParams({
        a,
        b,
      })}`,
    [link],
  );
}
