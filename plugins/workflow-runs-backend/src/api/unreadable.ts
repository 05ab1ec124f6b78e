import { ErrorRequestHandler } from 'express';
import { MAX_DEPTH } from 'backstage-plugin-workflow-runs-common';
import { InvalidInput, refusal, toPointer } from '../runs/InvalidInput';
import { fieldTooDeep } from './tooDeep';

/** Errors of the body parser by their type; their own words quote what was sent. */
const BODY_PROBLEMS: Record<string, string> = {
  'entity.parse.failed': 'it must be a JSON object',
  'entity.too.large': 'it is too large',
  'charset.unsupported': 'it must be in UTF-8',
  'encoding.unsupported': 'its encoding is not supported',
  'request.aborted': 'it was cut off',
  'request.size.invalid': 'it has another size than was said',
};

/**
 * Says what is wrong with a request that could not even be read. The errors of express carry the
 * body and quote it, and would take its secrets into answers and logs.
 */
export const explainUnreadable: ErrorRequestHandler = (
  error,
  _request,
  _response,
  next,
) => next(explain(error));

/** The parser gives up at what is nested too deep, and takes it for no JSON. */
function deepField({ type, body }: any): string | undefined {
  if (type !== 'entity.parse.failed' || typeof body !== 'string')
    return undefined;
  return fieldTooDeep(body, MAX_DEPTH);
}

function explain(error: any): unknown {
  if (error instanceof URIError) {
    return new InvalidInput('path', [
      { pointer: '', rule: 'encoding', message: 'it must be percent-encoded' },
    ]);
  }
  const message = BODY_PROBLEMS[error?.type];
  if (!message) return error;
  const field = deepField(error);
  if (field !== undefined) {
    return refusal(
      field && toPointer([field]),
      'too_deep',
      `is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  // 'entity.too.large' breaks the rule 'too_large'.
  const rule = error.type.split('.').slice(1).join('_');
  return Object.assign(
    new InvalidInput('body', [{ pointer: '', rule, message }]),
    { statusCode: error.status },
  );
}
