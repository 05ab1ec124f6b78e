import { createHash } from 'node:crypto';
import { canonicalJson } from '../workflows/definitionHash';

/** Tells whether a request that comes with a known key is the same one. */
export function hashOf(request: unknown): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex');
}
