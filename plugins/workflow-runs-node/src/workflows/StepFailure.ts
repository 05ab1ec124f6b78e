import { ErrorCategory } from 'backstage-plugin-workflow-runs-common';

/**
 * What a handler throws to say how it failed. Anything else that is thrown counts as `bug`, which
 * policies may retry too.
 *
 * @example
 * ```ts
 * throw new StepFailure('external_api', 'The orders API answered 503', { code: '503' });
 * ```
 * @public
 */
export class StepFailure extends Error {
  readonly category: ErrorCategory;
  readonly code: string | undefined;

  constructor(
    category: ErrorCategory,
    message: string,
    options: { code?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'StepFailure';
    this.category = category;
    this.code = options.code;
  }
}
