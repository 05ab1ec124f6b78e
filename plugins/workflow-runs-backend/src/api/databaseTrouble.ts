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
  if (isTooSlow(error)) {
    next(
      new InvalidInput('query', [
        {
          pointer: '',
          rule: 'too_slow',
          message: 'it takes too long to look for: narrow your filter',
        },
      ]),
    );
    return;
  }
  if (!isAway(error)) {
    next(error);
    return;
  }
  if (!response.headersSent) response.set('Retry-After', String(RETRY_AFTER));
  next(
    new ServiceUnavailableError(
      'The database of workflow runs cannot be reached: try again soon',
    ),
  );
};
