import { HttpAuthService } from '@backstage/backend-plugin-api';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  OpenRouteId,
  openRouteIds,
  Route,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { Identity } from '../runs/Identity';
import { explainDatabaseTrouble } from './databaseTrouble';
import { CallContext, Handlers } from './handlers';
import { openApiDocument } from './openapi';
import { cleanStrings, parseRequest } from './parse';
import { explainUnreadable } from './unreadable';

/** Characters of JSON that a request may have; inputs beyond it belong elsewhere. */
const MAX_BODY = '1mb';

/** Serves the contract: every route parsed by its schema, read through the caller's permissions. */
export function createRouter(options: {
  handlers: Handlers;
  httpAuth: HttpAuthService;
  authorize: (
    credentials: CallContext['credentials'],
  ) => Promise<AuthorizedRuns>;
  identify: (credentials: CallContext['credentials']) => Promise<Identity>;
}): Router {
  const { handlers, httpAuth, authorize, identify } = options;
  const router = PromiseRouter();
  router.use(express.json({ limit: MAX_BODY, reviver: cleanStrings }));

  for (const [id, route] of Object.entries(routes) as [RouteId, Route][]) {
    router[route.method](`/v1${route.path}`, async (request, response) => {
      if (isOpen(id)) {
        await handlers[id](parseRequest(route, request) as any, {
          request,
          response,
        });
        return;
      }
      const credentials = await httpAuth.credentials(request, {
        allow: ['user', 'service'],
      });
      const input = parseRequest(route, request);
      const runs = await authorize(credentials);
      const handle = handlers[id] as (
        input: unknown,
        context: CallContext,
      ) => Promise<unknown>;
      const result = await handle(input, {
        request,
        response,
        credentials,
        runs,
        identity: () => identify(credentials),
      });
      if (result !== undefined) response.json(result);
    });
  }

  const document = openApiDocument();
  router.get('/v1/openapi.json', async (request, response) => {
    await httpAuth.credentials(request, { allow: ['user', 'service'] });
    response.json(document);
  });
  router.use(explainUnreadable, explainDatabaseTrouble);
  return router;
}

function isOpen(id: RouteId): id is OpenRouteId {
  return (openRouteIds as readonly RouteId[]).includes(id);
}
