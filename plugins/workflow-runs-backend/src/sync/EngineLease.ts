import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';

/** How long others wait for one who says nothing any more, and how often one says something. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/**
 * The right to ask an engine: one backend has it, whatever the number of backends and viewers. Whatever it notes is
 * fenced by the epoch of the lease.
 */
export class EngineLease {
  #epoch: number | undefined;
  #renewAt = 0;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      /** Of this process. */
      owner: string;
      instance: string;
    },
  ) {}

  /** Takes the lease, or keeps it. */
  async hold(): Promise<boolean> {
    const now = await this.options.clock();
    if (this.#epoch === undefined) return this.#take(now);
    if (now < this.#renewAt) return true;
    const kept = await this.#mine().update({ lease_until: now + LEASE_MS });
    if (kept === 0) this.#epoch = undefined;
    else this.#renewAt = now + RENEW_MS;
    return kept > 0;
  }

  /** Others need not wait. */
  async release(): Promise<void> {
    if (this.#epoch === undefined) return;
    await this.#mine().update({ owner: null, lease_until: 0 });
    this.#epoch = undefined;
  }

  /** The row of the engine, as long as the lease is held: none otherwise. */
  #mine(): Knex.QueryBuilder {
    const { knex, instance: id, owner } = this.options;
    return knex('engine_instances').where({ id, owner, epoch: this.#epoch! });
  }

  /**
   * Notes something about the engine.
   *
   * @returns whether the lease was held
   */
  async note(set: Record<string, string | number | null>): Promise<boolean> {
    if (this.#epoch === undefined) return false;
    return (await this.#mine().update(set)) > 0;
  }

  /** Narrows a statement to the time that the lease is held. */
  readonly fence = (query: Knex.QueryBuilder): void => {
    query.whereExists(this.#mineToo());
  };

  #mineToo(): Knex.QueryBuilder {
    const { knex, instance: id, owner } = this.options;
    return knex('engine_instances')
      .select(knex.raw('1'))
      .where({ id, owner, epoch: this.#epoch ?? -1 });
  }

  async #take(now: number): Promise<boolean> {
    const { knex, instance: id, owner } = this.options;
    await knex('engine_instances')
      .insert({ id, followed_since: now })
      .onConflict('id')
      .ignore();
    const taken = await knex('engine_instances')
      .where({ id })
      .where(free => free.whereNull('owner').orWhere('lease_until', '<', now))
      .update({
        owner,
        epoch: knex.raw('epoch + 1'),
        lease_until: now + LEASE_MS,
      });
    if (taken === 0) return false;
    const row = await knex('engine_instances').where({ id }).first('epoch');
    this.#epoch = Number(row.epoch);
    this.#renewAt = now + RENEW_MS;
    return true;
  }
}
