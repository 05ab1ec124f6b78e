import {
  ErrorCategory,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { plain } from './text';

const MAX_MESSAGE = 4_000;
const MAX_STACK = 16_000;

/** Errors of Backstage by what they are; any other is taken for a bug. */
const CATEGORIES: Readonly<Record<string, ErrorCategory>> = {
  InputError: 'validation_failed',
  NotAllowedError: 'policy_denied',
  AuthenticationError: 'policy_denied',
  ResponseError: 'external_api',
  ServiceUnavailableError: 'transient',
  AbortError: 'timeout',
  TimeoutError: 'timeout',
};

/** What the scaffolder says of why a task has failed. */
export function errorOf(error: { name?: string; message: string }): StepError {
  const name = plain(error.name ?? '').slice(0, 200);
  return {
    category: Object.hasOwn(CATEGORIES, name) ? CATEGORIES[name] : 'bug',
    code: name && name !== 'Error' ? name : null,
    message: plain(error.message).slice(0, MAX_MESSAGE) || 'It did not say why',
  };
}

/** What is in a stack, which is all that the scaffolder says of why a step has failed. */
export function failureOf(stack: string): StepError {
  const text = plain(stack);
  const [head, ...frames] = text.split(/\n(?=\s+at )/);
  const named = /^([A-Za-z]*(?:Error|Exception)): ?([^]*)$/.exec(head);
  const error = errorOf(
    named ? { name: named[1], message: named[2] } : { message: head },
  );
  return frames.length > 0
    ? { ...error, stack: text.slice(0, MAX_STACK) }
    : error;
}
