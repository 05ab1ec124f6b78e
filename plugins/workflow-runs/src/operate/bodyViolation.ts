import { describeError, Violation } from 'backstage-plugin-workflow-runs-react';

/**
 * What the backend found wrong with the input of a run that is launched, and not with what is said
 * beside it: both are found by pointers, and the message tells which of the two they point into.
 */
export function inputViolations(error: unknown): Violation[] {
  const { message, violations } = describeError(error);
  return message.startsWith('input') ? violations : [];
}

/** What the backend found wrong with what is said beside the input. */
export function bodyViolationAt(
  error: unknown,
  pointer: string,
): string | undefined {
  const { message, violations } = describeError(error);
  if (message.startsWith('input')) return undefined;
  return violations.find(each => each.pointer === pointer)?.message;
}
