import { CliError } from '../cli/CliError';
import { ExitCode, exitCodes } from '../exitCodes';

/** What went wrong, in words and in a number. */
export interface Explanation {
  message: string;
  exitCode: ExitCode;
  hint?: string;
  /** The HTTP status, where the server has answered. */
  status?: number;
  /** Which fields do not fit, and which rules they break. */
  violations?: Violation[];
}

/** As the API answers with it. */
export interface Violation {
  in?: string;
  pointer?: string;
  rule?: string;
  message?: string;
}

/** Where the request went, and with what. */
export interface Asked {
  baseUrl?: string;
  /** Where the credentials come from. */
  origin?: string;
}

const CODE_OF_STATUS: Record<number, ExitCode> = {
  400: exitCodes.usage,
  401: exitCodes.auth,
  403: exitCodes.auth,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  413: exitCodes.usage,
  415: exitCodes.usage,
  422: exitCodes.usage,
  429: exitCodes.unreachable,
};

function codeOfStatus(status: number): ExitCode {
  if (status >= 500) return exitCodes.unreachable;
  // The API sends nobody elsewhere: that is a page to sign in, in front of it.
  if (status >= 300 && status < 400) return exitCodes.auth;
  return CODE_OF_STATUS[status] ?? exitCodes.failed;
}

/** Says what to tell of an error, and what to exit with. */
export function explainError(error: unknown, asked: Asked = {}): Explanation {
  if (error instanceof CliError) {
    const { message, exitCode, hint } = error;
    return { message, exitCode, hint };
  }
  if (isResponseError(error)) return explainResponse(error, asked);
  if (error instanceof Error && isNetworkTrouble(error)) {
    return {
      message: `${asked.baseUrl ?? 'The server'} cannot be reached: ${reasonOf(
        error,
      )}`,
      exitCode: exitCodes.unreachable,
      hint: 'Check WORKFLOW_RUNS_URL, and that the backend is up',
    };
  }
  if (error instanceof SyntaxError && asked.baseUrl) {
    return {
      message: `${asked.baseUrl} does not answer as a Backstage backend does`,
      exitCode: exitCodes.unreachable,
      hint: 'WORKFLOW_RUNS_URL has to be the base URL of the backend, which may be another than that of the portal',
    };
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    exitCode: exitCodes.failed,
  };
}

interface ResponseErrorLike {
  name: string;
  statusCode: number;
  body?: { error?: { message?: string; violations?: Violation[] } };
  message: string;
}

/** By its shape: a class would have to be loaded before anything can fail. */
function isResponseError(error: unknown): error is ResponseErrorLike {
  const { name, statusCode } = (error ?? {}) as Partial<ResponseErrorLike>;
  return name === 'ResponseError' && typeof statusCode === 'number';
}

function explainResponse(
  { statusCode, body, message }: ResponseErrorLike,
  asked: Asked,
): Explanation {
  return {
    message: body?.error?.message ?? message,
    exitCode: codeOfStatus(statusCode),
    hint: hintOf(statusCode, asked),
    status: statusCode,
    violations: body?.error?.violations,
  };
}

function hintOf(status: number, { origin, baseUrl }: Asked) {
  if (status === 401) {
    return `${baseUrl} does not accept the token of ${origin}; it may have expired`;
  }
  if (status >= 300 && status < 400) {
    return `${baseUrl} sends elsewhere: a page to sign in stands in front of it, which programs have to be let past`;
  }
  if (status === 413) {
    return 'Put large inputs where a step can fetch them, and say where that is';
  }
  if (status === 429) return 'It was asked too often: try again in a minute';
  return undefined;
}

/** Node's `fetch` fails with a TypeError, and says why in its cause. */
function isNetworkTrouble(error: Error): boolean {
  return (
    (error instanceof TypeError &&
      /fetch failed|terminated/.test(error.message)) ||
    error.name === 'TimeoutError'
  );
}

function reasonOf(error: Error): string {
  const cause = error.cause as
    | { code?: string; message?: string; errors?: { code?: string }[] }
    | undefined;
  const code = cause?.code ?? cause?.errors?.[0]?.code;
  if (code === 'ECONNREFUSED') return 'nobody listens there (ECONNREFUSED)';
  if (code === 'ENOTFOUND') return 'no such host (ENOTFOUND)';
  return [cause?.message || error.message, code && `(${code})`]
    .filter(Boolean)
    .join(' ');
}
