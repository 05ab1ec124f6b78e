import { QueryClient } from '@tanstack/react-query';
import { WorkflowRunsApi } from '../api';
import { Live } from '../live/Live';
import { isPassing } from '../states/describeError';
import { PendingActions } from './PendingActions';

const RETRIES = 2;

/** What all components that use one client share: the cache, and the stream that feeds it. */
export interface Session {
  api: WorkflowRunsApi;
  queryClient: QueryClient;
  live: Live;
  pendingActions: PendingActions;
}

/** A card and a page that are mounted apart still share a session, and so the stream. */
const sessions = new WeakMap<WorkflowRunsApi, Session>();

export function sessionOf(api: WorkflowRunsApi): Session {
  const known = sessions.get(api);
  if (known) return known;

  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < RETRIES && isPassing(error),
        retryDelay: failures => 300 * 2 ** failures,
        // Without a network it fails at once and says so, and is asked again when there is one.
        networkMode: 'always',
        refetchOnReconnect: true,
        // What is followed live is fresh; the rest says itself how long it is.
        staleTime: 10_000,
      },
      // What somebody does without a network fails at once, and not later, when nobody expects it.
      mutations: { networkMode: 'always' },
    },
  });
  const session = {
    api,
    queryClient,
    live: new Live(api, queryClient),
    pendingActions: new PendingActions(),
  };
  sessions.set(api, session);
  return session;
}
