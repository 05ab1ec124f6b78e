import { load } from '../cli/load';
import type { Connection } from './Connection';
import { findCredentials, type CredentialsOptions } from './credentials';

/** Finds out which server is meant, and who one is there; nothing is asked of it yet. */
export async function connect(
  options: CredentialsOptions,
): Promise<Connection & { origin: string }> {
  const { baseUrl, getToken, origin } = await findCredentials(options);
  const { WorkflowRunsClient } = await load(
    import('backstage-plugin-workflow-runs-common'),
  );
  const authenticatedFetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${await getToken()}`);
    // A redirect to a page to sign in would read as an answer that is no JSON.
    return fetch(input, { ...init, headers, redirect: 'manual' });
  };
  return {
    baseUrl,
    origin,
    fetch: authenticatedFetch,
    client: new WorkflowRunsClient({
      discoveryApi: {
        getBaseUrl: async pluginId => `${baseUrl}/api/${pluginId}`,
      },
      fetchApi: { fetch: authenticatedFetch },
    }),
  };
}
