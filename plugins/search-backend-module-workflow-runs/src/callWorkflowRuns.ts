import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  RouteId,
  RouteInput,
  RouteResult,
  Routes,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';

/** Calls a route of the API. */
export type CallWorkflowRuns = <Id extends RouteId>(
  id: Id,
  input: RouteInput<Routes[Id]>,
) => Promise<RouteResult<Routes[Id]>>;

/** Calls the API as the search plugin itself, which may see everything: who searches is asked later. */
export function callingAsPlugin(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): CallWorkflowRuns {
  const { auth, discovery } = services;
  const client = new WorkflowRunsClient({
    discoveryApi: discovery,
    fetchApi: { fetch },
  });
  return async (id, input) => {
    // Asked for each call: reading may take longer than a token is good for.
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'workflow-runs',
    });
    return client.call(id, input, { token });
  };
}
