import { z } from 'zod';
import { InvalidInput } from '../runs/InvalidInput';

/** What an `integer` column holds at most. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** Values that the columns of a place may have; others would make the database fail. */
const KINDS = {
  key: z.string().regex(/^[^\0\p{Surrogate}]{1,128}$/u),
  integer: z.number().int().min(-1).max(MAX_INTEGER),
  time: z.number().int(),
};

/** Where a page of a run's parts ended: the values of the columns that order it. */
export function encodePlace(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param kinds - of the values, in their order
 * @throws InvalidInput where it is no place of such values
 */
export function decodePlace(
  token: string,
  kinds: (keyof typeof KINDS)[],
): (string | number)[] {
  const values = parseJson(token);
  const fits =
    Array.isArray(values) &&
    values.length === kinds.length &&
    values.every(
      (value, index) => KINDS[kinds[index]].safeParse(value).success,
    );
  if (fits) return values;
  throw new InvalidInput('query', [
    {
      pointer: '/after',
      rule: 'cursor',
      message: 'it is not one that this API gave out',
    },
  ]);
}

function parseJson(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}
