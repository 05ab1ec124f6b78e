import { Route } from 'backstage-plugin-workflow-runs-common';
import { JsonObject } from './SchemaBook';

interface ErrorAnswer {
  description: string;
  /** What `error` holds, for example. */
  example: { name: string; message: string; [field: string]: unknown };
}

const INVALID: ErrorAnswer = {
  description:
    'The request does not fit; `error.violations` names each field and rule',
  example: {
    name: 'InputError',
    message: 'input/name: must NOT have fewer than 1 characters',
    violations: [
      {
        pointer: '/name',
        rule: 'minLength',
        message: 'must NOT have fewer than 1 characters',
      },
    ],
  },
};
const EVERYWHERE: Record<string, ErrorAnswer> = {
  400: INVALID,
  401: {
    description: 'No credentials',
    example: { name: 'AuthenticationError', message: 'Missing credentials' },
  },
  403: {
    description: 'A permission is missing; the message names it',
    example: {
      name: 'NotAllowedError',
      message: 'You need the permission workflow-runs.run.cancel',
    },
  },
  404: {
    description: 'There is none, or none that the caller may see',
    example: {
      name: 'NotFoundError',
      message: "There is no run 'run_1', or you may not see it",
    },
  },
  503: {
    description:
      'The database, or the engine that is asked, does not answer: ask again later',
    example: {
      name: 'ServiceUnavailableError',
      message: 'The engine ci does not answer',
    },
  },
};
const TOO_MANY: ErrorAnswer = {
  description:
    'The caller has asked too much in the last minute; `Retry-After` says when to ask again, in seconds',
  example: {
    name: 'TooManyRequestsError',
    message: 'You may ask 3000 times a minute (reads): wait a little',
  },
};
const OF_CHANGES: Record<string, ErrorAnswer> = {
  409: {
    description:
      'The state does not allow it; `error.allowedActions` says what `error.runStatus` allows. Or what is to be changed was changed meanwhile, or an idempotency key was used for another request',
    example: {
      name: 'ConflictError',
      message: 'The run has ended: it is completed',
      runStatus: 'completed',
      allowedActions: {
        cancel: {
          allowed: false,
          reason: 'The run has ended: it is completed',
        },
      },
    },
  },
};
const OF_BODIES: Record<string, ErrorAnswer> = {
  413: {
    description: 'The body is too large',
    example: {
      name: 'InputError',
      message: 'body: it is too large',
      violations: [
        { pointer: '', rule: 'too_large', message: 'it is too large' },
      ],
    },
  },
};

/** The answers of a route that are no success. */
export function errorResponses(route: Route): Record<string, JsonObject> {
  const isGet = route.method === 'get';
  const answers = {
    ...EVERYWHERE,
    ...(route.permissions.length > 0 ? { 429: TOO_MANY } : {}),
    ...(isGet || route.asksOnly ? {} : OF_CHANGES),
    ...(isGet ? {} : OF_BODIES),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, example }]) => [
      status,
      {
        description,
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            example: {
              error: example,
              response: { statusCode: Number(status) },
            },
          },
        },
      },
    ]),
  );
}

/** What every error looks like on the wire. */
export const errorSchema: JsonObject = {
  type: 'object',
  required: ['error', 'response'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        violations: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            required: ['pointer', 'rule', 'message'],
            properties: {
              pointer: { type: 'string', description: 'JSON pointer' },
              rule: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
        runStatus: { type: 'string' },
        allowedActions: {
          type: 'object',
          additionalProperties: { $ref: '#/components/schemas/AllowedAction' },
        },
      },
    },
    request: {
      type: 'object',
      properties: { method: { type: 'string' }, url: { type: 'string' } },
    },
    response: {
      type: 'object',
      required: ['statusCode'],
      properties: { statusCode: { type: 'integer' } },
    },
  },
};
