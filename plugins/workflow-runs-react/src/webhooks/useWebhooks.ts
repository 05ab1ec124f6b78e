import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import {
  DeliveryState,
  Webhook,
  WebhookChoice,
  WebhookDelivery,
  WebhookDeliveryDetail,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { pagesOf } from '../query/pagesOf';
import { useSession } from '../query/WorkflowRunsProvider';
import { PagedRunPartResult } from '../run/useRunParts';

/** How often it is asked while something is on its way, and otherwise, in milliseconds. */
const SOON_MS = 3_000;
const LATER_MS = 15_000;

/** @public */
export interface UseWebhooksResult {
  /** By name. */
  webhooks: Webhook[];
  loading: boolean;
  error: unknown;
  /** When they were read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** All webhooks, and how they do. @public */
export function useWebhooks(): UseWebhooksResult {
  const { api } = useSession();
  const queryKey = keys.webhooks();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listWebhooks', {}, { signal }),
    refetchInterval: LATER_MS,
  });
  return {
    webhooks: query.data?.items ?? [],
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** @public */
export interface UseWebhookResult {
  webhook: Webhook | undefined;
  loading: boolean;
  error: unknown;
  /** When it was read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** One webhook, and how it does. @public */
export function useWebhook(webhookId: string): UseWebhookResult {
  const { api } = useSession();
  const queryKey = keys.webhook(webhookId);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call('getWebhook', { params: { webhookId } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.pending ? SOON_MS : LATER_MS),
  });
  return {
    webhook: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}

/** @public */
export interface UseWebhookChoicesResult {
  choices: WebhookChoice[];
  loading: boolean;
  error: unknown;
  reload: () => void;
}

/** Names of webhooks, to choose one that an alert rule calls. @public */
export function useWebhookChoices(): UseWebhookChoicesResult {
  const { api } = useSession();
  const queryKey = keys.webhookChoices();
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.call('listWebhookChoices', {}, { signal }),
  });
  return {
    choices: query.data?.items ?? [],
    loading: query.isPending,
    error: query.error,
    reload,
  };
}

/** Which deliveries are meant; the filters narrow each other. @public */
export interface DeliveryFilter {
  state?: DeliveryState;
  eventType?: string;
  run?: string;
}

/** What a webhook has delivered and is to deliver, newest first, page by page. @public */
export function useWebhookDeliveries(
  webhookId: string,
  filter: DeliveryFilter,
): PagedRunPartResult<WebhookDelivery> {
  const { api } = useSession();
  const queryKey = keys.webhookDeliveries(webhookId, filter);
  const reload = useAskAgain(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'listWebhookDeliveries',
        { params: { webhookId }, query: { ...filter, after: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextAfter ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(each => each.state === 'pending')
        ? SOON_MS
        : LATER_MS,
  });
  return pagesOf(query, reload);
}

/** @public */
export interface UseWebhookDeliveryResult {
  delivery: WebhookDeliveryDetail | undefined;
  loading: boolean;
  error: unknown;
  /** When it was read, in epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** What was sent, and what was answered to each attempt. @public */
export function useWebhookDelivery(
  webhookId: string,
  messageId: string,
): UseWebhookDeliveryResult {
  const { api } = useSession();
  const queryKey = keys.webhookDelivery(webhookId, messageId);
  const reload = useAskAgain(queryKey);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        'getWebhookDelivery',
        { params: { webhookId, messageId } },
        { signal },
      ),
    refetchInterval: ({ state }) =>
      state.data?.state === 'pending' ? SOON_MS : false,
  });
  return {
    delivery: query.data,
    loading: query.isPending,
    error: query.error,
    updatedAt: query.dataUpdatedAt,
    reload,
  };
}
