import { useQuery } from '@tanstack/react-query';
import {
  DetectorInfo,
  PrivacyPolicy,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

/** @public */
export interface UsePrivacyPoliciesResult {
  /** In the order in which they apply. */
  policies: PrivacyPolicy[];
  detectors: DetectorInfo[];
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** What is taken out of runs before they are stored. @public */
export function usePrivacyPolicies(): UsePrivacyPoliciesResult {
  const { api } = useSession();
  const queryKey = keys.privacyPolicies();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listPrivacyPolicies', {}, { signal }),
  });
  return {
    policies: query.data?.items ?? [],
    detectors: query.data?.detectors ?? [],
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
