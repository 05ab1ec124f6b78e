import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  isEnded,
  KeysStatus,
  RunStatus,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { DIGESTS } from '../privacy/digestKey';
import { WEBHOOK_KEY } from '../webhooks/WebhookVault';
import { RunRecord } from '../queries/runToWire';
import { countDataKeys, shred } from './dataKeys';
import { KeyRotation } from './KeyRotation';
import { Sealer } from './Sealer';

/** Runs that are shredded in one transaction: few enough for it to be short. */
const BATCH = 100;
const GOES_ON =
  'The run goes on, and needs what is sealed for it: cancel it first';
const ENDED: RunStatus[] = runStatusSchema.options.filter(isEnded);

/** Tells how it stands with the keys, and shreds those of runs. Callers have been authorised. */
export class KeyDesk {
  constructor(
    private readonly options: {
      knex: Knex;
      sealer: Sealer;
      clock: LeaseClock;
      now: () => number;
      /** The key was made by itself, for development. */
      isGenerated: boolean;
    },
  ) {}

  async status(): Promise<KeysStatus> {
    const { knex, sealer, isGenerated } = this.options;
    const counts = await countDataKeys(knex, '');
    const ofNoRun: string[] = await knex('sealed_payloads')
      .whereIn('run_id', [DIGESTS, WEBHOOK_KEY])
      .where({ kind: 'data_key' })
      .pluck('key_id');
    const { keyIds, activeKeyId } = sealer;
    const items = [...new Set([...keyIds, ...counts.keys()])].map(id => ({
      id,
      isConfigured: keyIds.includes(id),
      isActive: id === activeKeyId,
      // Those of digests and webhooks are of no run; but they have to be opened and rotated like all others.
      runs:
        (counts.get(id) ?? 0) - ofNoRun.filter(keyId => keyId === id).length,
    }));
    const sum = (fits: (item: (typeof items)[number]) => boolean) =>
      items
        .filter(fits)
        .reduce((total, { id }) => total + (counts.get(id) ?? 0), 0);
    return {
      items,
      unreadable: sum(({ isConfigured }) => !isConfigured),
      isGenerated,
      rotation: {
        left: sum(each => each.isConfigured && !each.isActive),
        isUnderWay: await this.#isRotating(),
      },
    };
  }

  /** @throws ConflictError where the run goes on: it would never end */
  async shredRun({ id, status }: RunRecord): Promise<{ shredded: number }> {
    if (!isEnded(status)) throw new ConflictError(GOES_ON);
    return { shredded: await this.#shredEnded([id]) };
  }

  /** Shreds the keys of all runs of a tenant but those that go on, a few at a time. */
  async shredTenant(
    tenantId: string,
  ): Promise<{ shredded: number; goingOn: number }> {
    let shredded = 0;
    let after = '';
    for (;;) {
      const ids: string[] = await this.#keysOf(tenantId)
        .whereIn('runs.status', ENDED)
        .where('sealed_payloads.run_id', '>', after)
        .orderBy('sealed_payloads.run_id')
        .limit(BATCH)
        .pluck('sealed_payloads.run_id');
      if (ids.length === 0) break;
      shredded += await this.#shredEnded(ids);
      after = ids[ids.length - 1];
    }
    const left = await this.#keysOf(tenantId).count('* as count').first();
    return { shredded, goingOn: Number(left!.count) };
  }

  #keysOf(tenantId: string) {
    return this.options
      .knex('sealed_payloads')
      .join('runs', 'runs.id', 'sealed_payloads.run_id')
      .where({ kind: 'data_key', 'runs.tenant_id': tenantId });
  }

  /** One that was taken up again meanwhile keeps its key: the recorder locks the same rows. */
  async #shredEnded(runIds: string[]): Promise<number> {
    return this.options.knex.transaction(async trx => {
      await trx('run_live')
        .whereIn('run_id', runIds)
        .orderBy('run_id')
        .forUpdate()
        .select('run_id');
      const ended: string[] = await trx('runs')
        .join('sealed_payloads', 'sealed_payloads.run_id', 'runs.id')
        .where({ kind: 'data_key' })
        .whereIn('runs.id', runIds)
        .whereIn('runs.status', ENDED)
        .whereNotExists(
          trx('actions')
            .whereRaw('actions.run_id = runs.id')
            .where({ status: 'requested' }),
        )
        .pluck('runs.id');
      await shred(trx, ended);
      // What cannot be done any more is then refused before it is asked.
      await trx('run_live')
        .whereIn('run_id', ended)
        .update({ sealed_deleted_at: this.options.now() });
      return ended.length;
    });
  }

  async #isRotating(): Promise<boolean> {
    const { knex, clock } = this.options;
    const row = await knex('cursors')
      .where({ name: KeyRotation.LEASE })
      .whereNotNull('owner')
      .first('lease_until');
    return row !== undefined && Number(row.lease_until) > (await clock());
  }
}
