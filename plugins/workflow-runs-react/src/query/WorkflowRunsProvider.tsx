import { createContext, ReactNode, useContext, useEffect } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { workflowRunsApiRef } from '../api';
import { Session, sessionOf } from './Session';

/** The session of the tab. Hints come to it where the portal has signals. */
function useSharedSession(): Session {
  const session = sessionOf(useApi(workflowRunsApiRef));
  const signals = useApiHolder().get(signalApiRef);
  useEffect(() => session.live.hints.comeBy(signals), [session, signals]);
  return session;
}

const SessionContext = createContext<Session | undefined>(undefined);

/**
 * Gives the hooks and components of this package their cache. Wrap what uses them; where it is
 * mounted, and how often, does not matter: everything that is shown shares one cache and one stream.
 *
 * @public
 */
export function WorkflowRunsProvider(props: { children: ReactNode }) {
  const session = useSharedSession();
  return (
    <SessionContext.Provider value={session}>
      <QueryClientProvider client={session.queryClient}>
        {props.children}
      </QueryClientProvider>
    </SessionContext.Provider>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('This needs a <WorkflowRunsProvider> around it');
  }
  return session;
}

/**
 * The session, where nothing of ours need be around: for what other plugins embed. Queries have to be
 * given its client.
 */
export function useEmbeddedSession(): Session {
  const session = useSharedSession();
  const { queryClient } = session;
  // So that it notices when the tab is seen again.
  useEffect(() => {
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  return session;
}
