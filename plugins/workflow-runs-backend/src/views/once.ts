import { ConflictError } from '@backstage/errors';
import { hashOf } from '../runs/hash';
import { KeyUsed, RequestKey, SavedViewStore } from './SavedViewStore';

/** A request, and what makes it happen once; without a key it happens as often as it comes. */
export interface KeyedRequest {
  actor: string;
  idempotencyKey: string | undefined;
  /** Tells it from other requests. */
  request: object;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Does what is asked, unless the same was asked with the same key before.
 *
 * @param work - returns the id of the view that it is about
 * @returns that id, and whether it was done before
 * @throws ConflictError where the key was used for something else
 */
export async function once(
  store: SavedViewStore,
  { actor, idempotencyKey, request, now }: KeyedRequest,
  work: (key?: RequestKey) => Promise<string>,
): Promise<{ viewId: string; isRepeated: boolean }> {
  if (idempotencyKey === undefined)
    return { viewId: await work(), isRepeated: false };

  const key = {
    actor,
    key: idempotencyKey,
    requestHash: hashOf(request),
    usedAt: now,
  };
  const before = await doneBefore(store, key);
  if (before) return { viewId: before, isRepeated: true };
  try {
    return { viewId: await work(key), isRepeated: false };
  } catch (error) {
    if (!(error instanceof KeyUsed)) throw error;
    // Its twin came at the same time.
    return { viewId: (await doneBefore(store, key))!, isRepeated: true };
  }
}

async function doneBefore(
  store: SavedViewStore,
  { actor, key, requestHash }: RequestKey,
): Promise<string | undefined> {
  const known = await store.usedFor(actor, key);
  if (known && known.requestHash !== requestHash) {
    throw new ConflictError('Idempotency-Key: it was used for another request');
  }
  return known?.viewId;
}
