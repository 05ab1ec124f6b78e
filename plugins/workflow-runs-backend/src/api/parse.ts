import { Request } from 'express';
import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { ParsedRequest, Route } from 'backstage-plugin-workflow-runs-common';
import { cleanText } from '../privacy/Redactor';
import { ActionCall, Asker } from '../requests/ActionCall';
import { fieldsAt } from './fieldsAt';
import { InvalidInput, toPointer, Violation } from '../runs/InvalidInput';

/** Longer than any name of a field. */
const MAX_NAME = 40;

/**
 * Parses what a request says by the route's schemas.
 *
 * @throws InvalidInput that names the field and the rule, and never repeats the value
 */
export function parseRequest<R extends Route>(
  route: R,
  request: Request,
): ParsedRequest<R> {
  // A body of another type was not read: it must not count as one that says nothing.
  const { accepts = ['application/json'] } = route;
  if (request.is([...accepts]) === false) {
    throw new InvalidInput('header', [
      {
        pointer: '/Content-Type',
        rule: 'media_type',
        message: `it must be ${accepts.join(', or ')}`,
      },
    ]);
  }
  return parseParts(route, request);
}

/**
 * The same for what comes without HTTP.
 *
 * @throws InvalidInput
 */
export function parseParts<R extends Route>(
  route: R,
  parts: {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: unknown;
  },
): ParsedRequest<R> {
  const { params = {}, query = {}, body = {} } = parts;
  refuseUnstorable('path', params);
  refuseUnstorable('query', query);
  return {
    params: parsePart('path', route.params, params),
    query: parsePart('query', route.query, query),
    body: parsePart('body', route.body, body),
  } as ParsedRequest<R>;
}

/** Names and filters with such characters fit nothing, and PostgreSQL fails at them. */
function refuseUnstorable(part: string, values: Record<string, unknown>) {
  const violations = Object.entries(values)
    .filter(([, value]) => typeof value === 'string')
    .filter(([, value]) => cleanText(value as string) !== value)
    .map(([name]) => ({
      pointer: toPointer([name]),
      rule: 'characters',
      message: 'it must hold no NUL and no half of a surrogate pair',
    }));
  if (violations.length > 0) throw new InvalidInput(part, violations);
}

/**
 * Reviver for the JSON of bodies. What people paste may hold characters that no database stores;
 * they mean nothing, so they are taken out here and not refused.
 */
export function cleanStrings(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : value;
}

function parsePart(part: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    part,
    parsed.error.issues.flatMap(issue => toViolations(issue, schema)),
  );
}

function toViolations(issue: z.core.$ZodIssue, schema: z.ZodType): Violation[] {
  if (issue.code === 'unrecognized_keys') {
    const names = fieldsAt(schema, issue.path);
    return issue.keys.map(key => ({
      pointer: toPointer([...issue.path, key]),
      rule: 'unknown',
      message: `there is no such field${meant(key, names)}`,
    }));
  }
  return [
    {
      pointer: toPointer(issue.path),
      rule: ruleOf(issue),
      message: issue.message,
    },
  ];
}

/** A check of ours may name its rule. */
function ruleOf(issue: z.core.$ZodIssue): string {
  const rule = issue.code === 'custom' ? issue.params?.rule : undefined;
  return typeof rule === 'string' ? rule : issue.code;
}

/** Names the field that was meant, where one is near enough to what was written. */
function meant(key: string, names: string[]): string {
  if (names.length === 0 || key.length > MAX_NAME) return '';
  const nearest = closest(key, names);
  const isNear = distance(key, nearest) <= Math.ceil(nearest.length / 3);
  return isNear ? `: did you mean '${nearest}'?` : '';
}

/**
 * The key that makes a request happen once.
 *
 * @throws InvalidInput where it is unusable
 */
export function idempotencyKeyOf(asker: Asker): string | undefined {
  const key =
    asker instanceof ActionCall
      ? asker.idempotencyKey
      : asker.header('idempotency-key');
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
