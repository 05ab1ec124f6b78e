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

/** What `secret(name)` throws where the configuration has none of that name. @public */
export function missingSecret(name: string): StepFailure {
  return new StepFailure(
    'validation_failed',
    `workflowRuns.secrets.${name} is not configured`,
    { code: 'SECRET_MISSING' },
  );
}
