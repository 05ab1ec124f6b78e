import { HttpAuthService } from '@backstage/backend-plugin-api';
import express, { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  OpenRouteId,
  openRouteIds,
  Route,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { requestClassOf } from '../requests/requestClass';
import { RequestLimits } from '../requests/RequestLimits';
import { Identity } from '../runs/Identity';
import { explainDatabaseTrouble } from './databaseTrouble';
import { CallContext, callerOf, Handlers } from './handlers';
import { openApiDocument } from './openapi';
import { cleanStrings, parseRequest } from './parse';
import { explainUnreadable } from './unreadable';

/** Characters of JSON that a request may have; inputs beyond it belong elsewhere. */
const MAX_BODY = '1mb';

/** Media types that some route takes. */
const JSON_TYPES = [
  'application/json',
  ...Object.values<Route>(routes).flatMap(({ accepts = [] }) => accepts),
];

/** An answer is data: a browser that is led to one shows it, and does nothing of what it says. */
const answerInert: RequestHandler = (_request, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  });
  next();
};

/** Serves the contract: every route parsed by its schema, read through the caller's permissions. */
export function createRouter(options: {
  handlers: Handlers;
  httpAuth: HttpAuthService;
  authorize: (
    credentials: CallContext['credentials'],
  ) => Promise<AuthorizedRuns>;
  identify: (credentials: CallContext['credentials']) => Promise<Identity>;
  limits: RequestLimits;
}): Router {
  const { handlers, httpAuth, authorize, identify, limits } = options;
  const router = PromiseRouter();
  router.use(answerInert);
  router.use(
    express.json({ limit: MAX_BODY, reviver: cleanStrings, type: JSON_TYPES }),
  );

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
        allow: route.servicesOnly ? ['service'] : ['user', 'service'],
      });
      await limits.count(
        callerOf(credentials).ref,
        requestClassOf(id, route),
        request,
        response,
      );
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
