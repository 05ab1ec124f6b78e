import { OutgoingAnswer, TargetRefused } from '../outgoing/OutgoingRequests';
import { retryAfter } from './retry';

/** What has come of one attempt to deliver something. */
export interface Verdict {
  /** Null where there was no answer. */
  status: number | null;
  /** Why it is not delivered; null where it is. */
  problem: string | null;
  /** The receiver says that it is gone for good. */
  isGone: boolean;
  /** How long the receiver wants to be left alone, in milliseconds. */
  askedFor?: number;
}

/** What an answer means: only a 2xx is a receipt. */
export function verdictOn(
  { status, headers }: Pick<OutgoingAnswer, 'status' | 'headers'>,
  now: number,
): Verdict {
  if (status >= 200 && status < 300)
    return { status, problem: null, isGone: false };
  const asked = headers['retry-after'];
  return {
    status,
    problem: problemOf(status),
    isGone: status === 410,
    askedFor: retryAfter(Array.isArray(asked) ? asked[0] : asked, now),
  };
}

function problemOf(status: number): string {
  if (status >= 300 && status < 400) {
    return `It answered ${status}: redirects are not followed, give the address that it redirects to`;
  }
  if (status === 410) return 'It answered 410: it is gone for good';
  return `It answered ${status}`;
}

const SILENT = new Set([
  'TimeoutError',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

/** What it means that there was no answer. What the network says could tell of addresses: only its code is kept. */
export function verdictOnError(error: unknown, timeoutMs: number): Verdict {
  const { name, code } = (error ?? {}) as { name?: string; code?: unknown };
  const none = { status: null, isGone: false };
  if (error instanceof TargetRefused)
    return { ...none, problem: `It must not be called: ${error.message}` };
  if (SILENT.has(String(name)) || SILENT.has(String(code)))
    return { ...none, problem: `No answer within ${timeoutMs / 1_000} s` };
  const said = typeof code === 'string' ? code : name ?? 'unknown';
  return {
    ...none,
    problem: `It could not be reached: ${said.slice(0, 60)}`,
  };
}
