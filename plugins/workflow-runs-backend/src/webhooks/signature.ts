import { createHmac, randomBytes } from 'node:crypto';

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
  const timestamp = String(Math.floor(at / 1_000));
  const signed = `${message.id}.${timestamp}.${message.payload}`;
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map(secret => `v1,${signatureOf(secret, signed)}`)
      .join(' '),
  };
}

function signatureOf(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
