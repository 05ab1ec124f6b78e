import { ServiceUnavailableError } from '@backstage/errors';
import { ErrorRequestHandler } from 'express';
import { isAway, isTooSlow } from '../database/errors';
import { InvalidInput } from '../runs/InvalidInput';

/** When a caller may try again, in seconds. */
const RETRY_AFTER = 5;

/**
 * Says that the database is away, or what makes it faster. What a driver says itself holds statements,
 * names of hosts and values.
 */
export const explainDatabaseTrouble: ErrorRequestHandler = (
  error,
  _request,
  response,
  next,
) => {
  const told = inPlaceOfTrouble(error);
  if (told instanceof ServiceUnavailableError && !response.headersSent)
    response.set('Retry-After', String(RETRY_AFTER));
  next(told);
};

/** What is told instead of what a driver says; all else is told as it is. */
export function inPlaceOfTrouble(error: unknown): unknown {
  if (isTooSlow(error)) {
    return new InvalidInput('query', [
      {
        pointer: '',
        rule: 'too_slow',
        message: 'it takes too long to look for: narrow your filter',
      },
    ]);
  }
  if (!isAway(error)) return error;
  return new ServiceUnavailableError(
    'The database of workflow runs cannot be reached: try again soon',
  );
}
