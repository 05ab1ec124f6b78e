import { InputError } from '@backstage/errors';

/** A request with a thousand wrong fields is explained by the first ones. */
const MAX_VIOLATIONS = 50;

/** One thing that is wrong with a request. */
export interface Violation {
  /** JSON pointer to the field. */
  pointer: string;
  /** What it breaks: a keyword of JSON Schema, a code of zod, or a name of ours. */
  rule: string;
  /** For people; never repeats the value. */
  message: string;
}

/** A request that does not fit; the client finds each field by its pointer. */
export class InvalidInput extends InputError {
  readonly violations: Violation[];

  /** @param subject - which part of the request: path, query, header, body or input */
  constructor(subject: string, violations: Violation[]) {
    const [{ pointer, message }] = violations;
    const more =
      violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
    super(`${subject}${pointer}: ${message}${more}`);
    this.name = 'InputError';
    this.violations = violations.slice(0, MAX_VIOLATIONS);
  }
}

/** Points at a field, as RFC 6901 writes it. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path
    .map(key => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

/** A refusal of one field of the body. */
export function refusal(
  pointer: string,
  rule: string,
  message: string,
): InvalidInput {
  return new InvalidInput('body', [{ pointer, rule, message }]);
}
