import type { ErrorCategory, StepError } from '../model/vocabulary';

/** As much of a message as the model takes. */
const MAX_MESSAGE = 4_000;

/** An error that the machine itself has found. */
export function stepError(
  category: ErrorCategory,
  code: string,
  message: string,
): StepError {
  return { category, code, message: message.slice(0, MAX_MESSAGE) };
}
