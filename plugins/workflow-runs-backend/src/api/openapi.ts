import { z } from 'zod';
import {
  cdEventSchemas,
  cloudEventSchema,
  ingestEventSchemas,
  Route,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { JsonObject, SchemaBook } from './SchemaBook';
import { errorResponses, errorSchema } from './openapiErrors';

/** Version of the API, as its document states it. */
const API_VERSION = '1.0.0';

const EVENT_STREAM = 'text/event-stream';
const ANY_TYPE = '*/*';
const JSON_TYPE = 'application/json';

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes a repeated request answer like the first',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` of the last frame received: the stream resumes behind',
  schema: { type: 'string', pattern: '^\\d{1,15}$' },
};

/** The API document, made from the same schemas that requests are parsed by. */
export function openApiDocument(): JsonObject {
  const book = new SchemaBook({ Error: errorSchema });
  const paths: Record<string, JsonObject> = {};
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    const path = `/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = {
      ...paths[path],
      [route.method]: operation(id, route, book),
    };
  }
  // No route names them: an event says by its type which one its data is of.
  book.schemas.CloudEvent = book.write(cloudEventSchema, 'input');
  for (const [type, schema] of Object.entries({
    ...ingestEventSchemas,
    ...cdEventSchemas,
  }))
    book.schemas[type] = book.write(schema, 'input');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Workflow runs',
      version: API_VERSION,
      description: 'See, understand and operate workflow runs.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/workflow-runs' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
      schemas: book.schemas,
    },
  };
}

function operation(id: string, route: Route, book: SchemaBook): JsonObject {
  const statuses = route.statuses ?? [200];
  return {
    operationId: id,
    tags: [groupOf(route)],
    summary: route.summary,
    description: neededFor(route),
    // Whoever has a link needs nothing else.
    ...(route.permissions.length === 0 ? { security: [] } : {}),
    parameters: [
      ...parametersOf(route.params, 'path', book),
      ...parametersOf(route.query, 'query', book),
      ...(route.idempotent ? [idempotencyKey] : []),
      ...(route.mediaType === EVENT_STREAM ? [lastEventId] : []),
    ],
    ...(route.method === 'post' || route.method === 'put'
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              (route.accepts ?? [JSON_TYPE]).map(type => [
                type,
                { schema: book.write(route.body, 'input') },
              ]),
            ),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        statuses.map(status => [status, success(route, book)]),
      ),
      ...errorResponses(route),
    },
  };
}

/** `/runs/:runId/steps` is about runs. */
function groupOf({ path }: Route): string {
  return path.split('/')[1];
}

function neededFor({ permissions }: Route): string {
  if (permissions.length === 0) return 'Needs no credentials.';
  return `Needs ${permissions.map(name => `\`${name}\``).join(' and ')}.`;
}

function success(route: Route, book: SchemaBook): JsonObject {
  const types = [route.mediaType ?? JSON_TYPE].flat();
  return {
    description: 'Success',
    content: Object.fromEntries(
      types.map(type => [type, { schema: schemaOf(type, route, book) }]),
    ),
  };
}

function schemaOf(type: string, route: Route, book: SchemaBook): JsonObject {
  if (type === JSON_TYPE) return book.write(route.result, 'output');
  // Files that people and code have made: a JSON file is read as JSON.
  if (type === ANY_TYPE) return {};
  // For some tools a schema here is of the whole text, for others of each frame.
  if (type === EVENT_STREAM) return {};
  // Formats of others, which are JSON with a form of their own.
  return { type: type.endsWith('+json') ? 'object' : 'string' };
}

function parametersOf(
  part: z.ZodType,
  place: 'path' | 'query',
  book: SchemaBook,
): JsonObject[] {
  const schema = book.write(part, 'input');
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
