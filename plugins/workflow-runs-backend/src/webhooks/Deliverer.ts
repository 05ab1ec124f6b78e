import { performance } from 'node:perf_hooks';
import { OutgoingAnswer, OutgoingRequests } from '../outgoing/OutgoingRequests';
import { cleanText, TextRedactor } from '../privacy/Redactor';
import { Unreadable } from '../sealing/Unreadable';
import { Verdict, verdictOn, verdictOnError } from './answers';
import { signedHeaders } from './signature';
import { WebhookVault } from './WebhookVault';

/** Bytes of an answer that are read; what is kept is less, so that no secret is cut in two before it is found. */
export const READ_BYTES = 4_096;
const KEPT_CHARACTERS = 1_024;
const KEPT_HEADERS = [
  'content-type',
  'date',
  'location',
  'retry-after',
  'server',
  'traceparent',
  'x-request-id',
];

/** Where something is delivered to, with what it takes. */
export interface Target {
  url: string;
  /** Those that people have added. */
  headers: Record<string, string>;
  /** `whsec_…`, the newest first. */
  secrets: string[];
}

/** One attempt, and what was answered. */
export interface Attempt extends Verdict {
  /** Epoch milliseconds. */
  at: number;
  durationMs: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
  isCut: boolean;
}

/** Sends messages to receivers, once each. */
export class Deliverer {
  constructor(
    private readonly options: {
      requests: Pick<OutgoingRequests, 'send'>;
      vault: WebhookVault;
      redactor: TextRedactor;
      timeoutMs: number;
      now: () => number;
    },
  ) {}

  /**
   * What it takes to deliver for a webhook now.
   *
   * @throws Unreadable where its secrets are sealed with a key that is not configured
   */
  async target(webhook: { id: string; url: string }): Promise<Target> {
    const { vault } = this.options;
    const secrets = await vault.secretsOf(webhook.id);
    if (secrets.length === 0)
      throw new Unreadable('It has no secret to sign with');
    const headers = await vault.headersOf(webhook.id);
    return { url: webhook.url, headers, secrets };
  }

  async attempt(
    target: Target,
    message: { id: string; payload: string },
    signal?: AbortSignal,
  ): Promise<Attempt> {
    const { requests, timeoutMs, now } = this.options;
    const at = now();
    const startedAt = performance.now();
    const durationMs = () => Math.round(performance.now() - startedAt);
    try {
      const answer = await requests.send(target.url, {
        method: 'POST',
        headers: {
          ...target.headers,
          'content-type': 'application/json',
          'user-agent': 'backstage-workflow-runs',
          ...signedHeaders(message, target.secrets, at),
        },
        body: message.payload,
        signal,
      });
      return {
        at,
        durationMs: durationMs(),
        ...verdictOn(answer, now()),
        ...this.#kept(answer, target),
      };
    } catch (error) {
      if (signal?.aborted) throw error;
      return {
        at,
        durationMs: durationMs(),
        ...verdictOnError(error, timeoutMs),
        responseHeaders: {},
        responseBody: '',
        isCut: false,
      };
    }
  }

  #kept({ headers, body, isCut }: OutgoingAnswer, target: Target) {
    const clean = (text: string) => this.#clean(text, target);
    const responseBody = clean(body);
    return {
      responseHeaders: Object.fromEntries(
        KEPT_HEADERS.flatMap(name => {
          const value = headers[name];
          return value === undefined
            ? []
            : [[name, clean(String(value)).slice(0, 500)]];
        }),
      ),
      responseBody: responseBody.slice(0, KEPT_CHARACTERS),
      isCut: isCut || responseBody.length > KEPT_CHARACTERS,
    };
  }

  /** Some receivers answer with what they were sent. */
  #clean(text: string, { headers, secrets }: Target): string {
    const known = [...Object.values(headers), ...secrets].filter(Boolean);
    const hidden = known.reduce(
      (left, secret) => left.replaceAll(secret, '[redacted]'),
      cleanText(text),
    );
    return this.options.redactor.text(hidden);
  }
}
