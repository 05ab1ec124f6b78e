import { z } from 'zod';
import { Route, routes } from 'backstage-plugin-workflow-runs-common';

type JsonObject = Record<string, unknown>;

const ERRORS: Record<string, string> = {
  400: 'The request does not fit; `error.violations` names each field and rule',
  401: 'No credentials',
  403: 'A permission is missing',
  404: 'There is none, or none that the caller may see',
  409: 'The state does not allow it; `error.allowedActions` says what it allows',
};

/** The API document, made from the same schemas that requests are parsed by. */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    const path = `/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: operation(id, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Workflow runs',
      version,
      description: 'See, understand and operate workflow runs.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/workflow-runs' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
  };
}

function operation(id: string, route: Route): JsonObject {
  const body = toSchema(route.body, 'input');
  return {
    operationId: id,
    summary: route.summary,
    description: `Needs ${route.permissions
      .map(name => `\`${name}\``)
      .join(' and ')}.`,
    parameters: [
      ...parametersOf(route, 'path'),
      ...parametersOf(route, 'query'),
      ...(route.idempotent ? [idempotencyKey] : []),
    ],
    ...(route.method === 'post'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        (route.statuses ?? [200]).map(status => [status, success(route)]),
      ),
      ...Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          status,
          {
            description,
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
              },
            },
          },
        ]),
      ),
    },
  };
}

function success(route: Route): JsonObject {
  const media = route.mediaType ?? 'application/json';
  return {
    description: 'Success',
    content: {
      [media]: {
        schema: route.mediaType
          ? { type: 'string' }
          : toSchema(route.result, 'output'),
      },
    },
  };
}

function parametersOf(route: Route, place: 'path' | 'query'): JsonObject[] {
  const schema = toSchema(
    place === 'path' ? route.params : route.query,
    'input',
  );
  const required = new Set((schema.required as string[]) ?? []);
  return Object.entries(
    (schema.properties as Record<string, JsonObject>) ?? {},
  ).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    ...(description ? { description } : {}),
    schema: rest,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  });
  return rest;
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes a repeated request answer like the first',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        violations: {
          type: 'array',
          items: {
            type: 'object',
            required: ['pointer', 'rule', 'message'],
            properties: {
              pointer: { type: 'string' },
              rule: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
        allowedActions: { type: 'object' },
      },
    },
  },
};
