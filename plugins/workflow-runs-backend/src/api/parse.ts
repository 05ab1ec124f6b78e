import { Request } from 'express';
import { z } from 'zod';
import { ParsedRequest, Route } from 'backstage-plugin-workflow-runs-common';
import { InvalidInput, Violation } from '../runs/validateInput';

/**
 * Parses what a request says by the route's schemas.
 *
 * @throws InvalidInput that names the field and the rule, and never repeats the value
 */
export function parseRequest<R extends Route>(
  route: R,
  request: Request,
): ParsedRequest<R> {
  return {
    params: parsePart('path', route.params, request.params),
    query: parsePart('query', route.query, request.query),
    body: parsePart('body', route.body, request.body ?? {}),
  } as ParsedRequest<R>;
}

function parsePart(part: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(part, parsed.error.issues.flatMap(toViolations));
}

function toViolations(issue: z.core.$ZodIssue): Violation[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      pointer: toPointer([...issue.path, key]),
      rule: 'unknown',
      message: 'there is no such field',
    }));
  }
  return [
    {
      pointer: toPointer(issue.path),
      rule: issue.code,
      message: issue.message,
    },
  ];
}

function toPointer(path: PropertyKey[]): string {
  return path
    .map(key => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

/**
 * The key that makes a request happen once.
 *
 * @throws InvalidInput where it is unusable
 */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.header('idempotency-key');
  if (key === undefined) return undefined;
  if (/^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new InvalidInput('header', [
    {
      pointer: '/Idempotency-Key',
      rule: 'pattern',
      message: 'it must have 1 to 128 visible ASCII characters',
    },
  ]);
}
