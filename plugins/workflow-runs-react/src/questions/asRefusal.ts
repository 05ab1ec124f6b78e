import { describeError } from '../states/describeError';

/**
 * What an engine will not answer is not found, to the API; to who has the run before them, it is refused, for the reason
 * that the engine gives.
 */
export function asRefusal(error: unknown): unknown {
  if (!error) return error;
  const { kind, message } = describeError(error);
  return kind === 'notFound'
    ? Object.assign(new Error(message), { response: { status: 409 } })
    : error;
}
