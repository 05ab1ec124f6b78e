import {
  isDeeperThan,
  MAX_DEPTH,
  RouteRequest,
  RouteResult,
  Routes,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { ActionCall, AskerCredentials } from '../requests/ActionCall';
import { requestClassOf } from '../requests/requestClass';
import { RequestLimits } from '../requests/RequestLimits';
import { Identity } from '../runs/Identity';
import { AskableRouteId, AskContext, callerOf, Handlers } from './handlers';
import { cleanStrings, parseParts } from './parse';

/** Asks a route for something, as whoever uses an action. */
export type Ask = <Id extends AskableRouteId>(
  id: Id,
  request: Partial<RouteRequest<Routes[Id]>>,
) => Promise<RouteResult<Routes[Id]>>;

/**
 * A way to the routes that takes no HTTP: what is asked is counted, parsed, authorised and audited as it is there.
 *
 * @returns for each call of an action, what asks in its name
 */
export function createAsk(options: {
  handlers: Handlers;
  authorize: (credentials: AskerCredentials) => Promise<AuthorizedRuns>;
  identify: (credentials: AskerCredentials) => Promise<Identity>;
  limits: RequestLimits;
}): (call: ActionCall) => Ask {
  const { handlers, authorize, identify, limits } = options;
  return call => async (id, request) => {
    const { credentials } = call;
    const route = routes[id];
    await limits.countCall(
      callerOf(credentials).ref,
      requestClassOf(id, route),
    );
    const input = parseParts(route, { ...request, body: clean(request.body) });
    const handle = handlers[id] as (
      input: unknown,
      context: AskContext,
    ) => Promise<any>;
    return handle(input, {
      request: call,
      credentials,
      runs: await authorize(credentials),
      identity: () => identify(credentials),
    });
  };
}

/** What is nested too deep is left to the schema to refuse: this would recurse. */
function clean(body: unknown): unknown {
  if (body === undefined || isDeeperThan(body, MAX_DEPTH + 2)) return body;
  return JSON.parse(JSON.stringify(body), cleanStrings);
}
