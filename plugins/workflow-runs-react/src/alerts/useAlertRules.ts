import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  AlertEpisode,
  AlertRule,
  FiringAlert,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';

const POLL_MS = 15_000;

/** @public */
export interface UseAlertRulesResult {
  /** Those that fire go first. */
  rules: AlertRule[];
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * Alert rules with where they stand, read again every 15 s while the page is visible.
 *
 * @param options - `enabled`: false while it is not known whether the reader may see them
 * @public
 */
export function useAlertRules(
  options: { enabled?: boolean } = {},
): UseAlertRulesResult {
  const { api } = useSession();
  const { enabled = true } = options;
  const queryKey = keys.alertRules();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listAlertRules', {}, { signal }),
    enabled,
    refetchInterval: POLL_MS,
  });
  return {
    rules: query.data?.items ?? [],
    loading: query.isPending && enabled,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** @public */
export interface UseFiringAlertsResult {
  /** The most severe first. */
  alerts: FiringAlert[];
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * Alert rules that fire, of those whose workflows the reader may see, read again every 15 s while the page is
 * visible.
 *
 * @public
 */
export function useFiringAlerts(): UseFiringAlertsResult {
  const { api } = useSession();
  const queryKey = keys.firingAlerts();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listFiringAlerts', {}, { signal }),
    refetchInterval: POLL_MS,
  });
  return {
    alerts: query.data?.items ?? [],
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** @public */
export interface UseAlertEpisodesResult {
  /** Newest first. */
  episodes: AlertEpisode[];
  /** There are older ones. */
  hasMore: boolean;
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/**
 * When a rule fired.
 *
 * @param limit - how many, at most 100
 * @public
 */
export function useAlertEpisodes(
  alertRuleId: string,
  limit: number,
): UseAlertEpisodesResult {
  const { api } = useSession();
  const queryKey = keys.alertEpisodes(alertRuleId, limit);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'listAlertEpisodes',
        { params: { alertRuleId }, query: { limit } },
        { signal },
      ),
    // What is shown stays while more of it is read.
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return {
    episodes: query.data?.items ?? [],
    hasMore: Boolean(query.data?.nextAfter),
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
