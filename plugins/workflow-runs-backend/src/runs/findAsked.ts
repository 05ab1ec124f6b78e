import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { RunRecord } from '../queries/runToWire';
import { Caller } from './RunService';

/** A request that may have been made before. */
export interface RepeatableRequest {
  run: RunRecord;
  caller: Caller;
  idempotencyKey: string;
  /** Tells whether it is the same. */
  requestHash: string;
}

/**
 * Finds the action that was asked for with a key before.
 *
 * @returns its id; undefined where the key is new
 * @throws ConflictError where the key was used for something else
 */
export async function findAsked(
  knex: Knex,
  { run, caller, idempotencyKey, requestHash }: RepeatableRequest,
): Promise<string | undefined> {
  const row = await knex('actions')
    .where({
      tenant_id: run.tenantId,
      actor: caller.ref,
      idempotency_key: idempotencyKey,
    })
    .first('id', 'request_hash');
  if (row && row.request_hash !== requestHash) {
    throw new ConflictError('Idempotency-Key: it was used for another request');
  }
  return row?.id;
}
