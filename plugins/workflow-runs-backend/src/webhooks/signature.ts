import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const PREFIX = 'whsec_';
/** The standard asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A new signing secret, as receivers are given it. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The headers by which a receiver knows that a message is ours and new, as Standard Webhooks has them: one
 * signature for each secret, so that either of two is good while a secret is rotated.
 *
 * @param secrets - `whsec_…`, the newest first
 * @param at - epoch milliseconds of this attempt
 * @see https://www.standardwebhooks.com
 */
export function signedHeaders(
  message: { id: string; payload: string },
  secrets: readonly string[],
  at: number,
): Record<string, string> {
  const { id, payload } = message;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': secrets
      .map(secret => new Webhook(secret).sign(id, new Date(at), payload))
      .join(' '),
  };
}
