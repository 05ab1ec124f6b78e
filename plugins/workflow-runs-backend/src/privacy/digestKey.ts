import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Sealer } from '../sealing/Sealer';
import { Unreadable } from '../sealing/Unreadable';

/** Where it is kept: among the data keys, as that of a run that there is not. */
export const DIGESTS = 'digests';

/**
 * The key by which digests are made. It is a data key like that of a run, so whoever rotates keys wraps it
 * anew with all others, and digests stay what they are.
 */
export async function digestKey(options: {
  knex: Knex;
  sealer: Sealer;
  now: () => number;
  logger: Pick<LoggerService, 'warn'>;
}): Promise<Buffer> {
  const { knex, sealer, now, logger } = options;
  const place = {
    run_id: DIGESTS,
    kind: 'data_key',
    step_key: '',
    item_index: -1,
    generation: 0,
  };
  const { keyId, content } = sealer.newDataKey(DIGESTS).wrapped;
  const fresh = { key_id: keyId, content, created_at: now() };
  const read = async () => {
    const row = await knex('sealed_payloads').where(place).first();
    return sealer.unwrap(DIGESTS, { keyId: row.key_id, content: row.content });
  };
  const inserting = knex('sealed_payloads')
    .insert({ ...place, ...fresh })
    .onConflict(Object.keys(place));
  // Of several backends that start, one is the first.
  await inserting.ignore();
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    logger.warn(
      'The key of digests cannot be opened with workflowRuns.encryption.keys: values are hashed otherwise than before from now on',
    );
    await knex('sealed_payloads').where(place).update(fresh);
    return read();
  }
}
