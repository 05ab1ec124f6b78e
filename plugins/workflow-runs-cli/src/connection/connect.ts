import { ResponseError } from '@backstage/errors';
import {
  routes,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { untilEnded } from '../waiting/untilEnded';
import type { Connection } from './Connection';
import { findCredentials, type CredentialsOptions } from './credentials';

/** Finds out which server is meant, and who one is there; nothing is asked of it yet. */
export async function connect(
  options: CredentialsOptions,
): Promise<Connection> {
  const { baseUrl, getToken, origin } = await findCredentials(options);
  const authenticatedFetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('User-Agent', 'workflow-runs-cli');
    headers.set('Authorization', `Bearer ${await getToken()}`);
    // A redirect to a page to sign in would read as an answer that is no JSON.
    return fetch(input, { ...init, headers, redirect: 'manual' });
  };
  const client = new WorkflowRunsClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `${baseUrl}/api/${pluginId}`,
    },
    fetchApi: { fetch: authenticatedFetch },
  });
  return {
    baseUrl,
    origin,
    routes,
    client,
    untilEnded: (runId, waiting) => untilEnded(client, runId, waiting),
    async ask(path, init) {
      const response = await authenticatedFetch(`${baseUrl}${path}`, init);
      if (!response.ok) throw await ResponseError.fromResponse(response);
      return response.json();
    },
  };
}
