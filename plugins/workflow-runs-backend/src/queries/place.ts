import { InputError } from '@backstage/errors';

/** Where a page of a run's parts ended: the values of the columns that order it. */
export function encodePlace(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param kinds - of the values, in their order
 * @throws InputError where it is no place of such values
 */
export function decodePlace(
  token: string,
  kinds: ('string' | 'number')[],
): (string | number)[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    values = undefined;
  }
  const fits =
    Array.isArray(values) &&
    values.length === kinds.length &&
    values.every((value, index) =>
      kinds[index] === 'number'
        ? Number.isSafeInteger(value)
        : typeof value === 'string',
    );
  if (!fits)
    throw new InputError('after: it is not one that this API gave out');
  return values as (string | number)[];
}
