import {
  ErrorCategory,
  errorCategorySchema,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';

const MAX_MESSAGE = 4_000;
const MAX_STACK = 16_000;
const MAX_CODE = 200;

/** Errors of the network, which pass. */
const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What a handler has thrown, as an error of the taxonomy; it may have thrown anything.
 *
 * @param redact - takes secrets out
 * @param redactAll - takes out whatever must not be shown, before a text is cut in the middle of it
 */
export function toStepError(
  thrown: unknown,
  redact: (text: string) => string = text => text,
  redactAll: (text: string) => string = text => text,
): StepError {
  try {
    const { message, code, stack } = describe(thrown);
    const within = (limit: number, text: string) => {
      const clean = redact(text);
      return clean.length > limit ? redactAll(clean).slice(0, limit) : clean;
    };
    return {
      category: categoryOf(thrown, code),
      code: code === undefined ? null : within(MAX_CODE, code),
      message: within(MAX_MESSAGE, message),
      ...(stack ? { stack: within(MAX_STACK, stack) } : {}),
    };
  } catch {
    return {
      category: 'bug',
      code: null,
      message: 'The handler threw what cannot be described',
    };
  }
}

function describe(thrown: unknown): {
  message: string;
  code?: string;
  stack?: string;
} {
  if (thrown instanceof Error) {
    const { code } = thrown as { code?: unknown };
    return {
      message: asText(thrown.message) || asText(thrown.name) || 'Error',
      code: isNothing(code) ? codeOfCause(thrown) : asText(code),
      // Tools that replace the stack may leave anything there.
      stack: typeof thrown.stack === 'string' ? thrown.stack : undefined,
    };
  }
  if (thrown === undefined) return { message: 'The handler threw nothing' };
  return { message: asText(thrown) };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : safeJson(value);
}

function codeOfCause(error: Error): string | undefined {
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return isNothing(code) ? undefined : asText(code);
}

function categoryOf(thrown: unknown, code: string | undefined): ErrorCategory {
  // Modules may bring a copy of the class of their own: its name counts, not its identity.
  if (thrown instanceof Error && thrown.name === 'StepFailure') {
    const category = errorCategorySchema.safeParse(
      (thrown as StepFailure).category,
    );
    return category.data ?? 'bug';
  }
  return code !== undefined && TRANSIENT_CODES.has(code) ? 'transient' : 'bug';
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The attempt took longer than the step allows. */
export function timeoutError(timeoutMs: number): StepError {
  return {
    category: 'timeout',
    code: 'ATTEMPT_TIMEOUT',
    message: `The attempt took longer than the ${timeoutMs} ms that the step allows`,
  };
}

/** The attempt gave no sign of life for longer than the step allows. */
export function silenceError(heartbeatMs: number): StepError {
  return {
    category: 'timeout',
    code: 'HEARTBEAT_TIMEOUT',
    message: `The attempt gave no heartbeat, log line or progress for the ${heartbeatMs} ms that the step allows`,
  };
}

/** The run was canceled while the attempt was under way. */
export const CANCELED: StepError = {
  category: 'policy_denied',
  code: 'RUN_CANCELED',
  message: 'The run was canceled',
};
