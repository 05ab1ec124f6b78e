import { useRef } from 'react';

/** A key that makes a repeated call answer like the first one. @public */
export function newIdempotencyKey(): string {
  return typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : // Not offered where the portal is served without TLS.
      Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
}

/** The key of what is asked, kept until an answer has come. */
export interface RequestKey {
  /** The same for the same request, as long as nobody has answered it. */
  keyFor(request: unknown): string;
  /** Somebody has answered: asking the same again is another request. */
  answered(): void;
}

/**
 * Keeps the key of a request whose answer was lost, so that trying again acts once. What has been
 * answered, even with a refusal, gets a new one: the backend would repeat its answer.
 */
export function useRequestKey(): RequestKey {
  const open = useRef<{ key: string; request: string }>();
  const api = useRef<RequestKey>({
    keyFor(request) {
      const text = JSON.stringify(request);
      if (open.current?.request !== text) {
        open.current = { key: newIdempotencyKey(), request: text };
      }
      return open.current.key;
    },
    answered() {
      open.current = undefined;
    },
  });
  return api.current;
}
