import { Knex } from 'knex';
import { isSqlite } from './isSqlite';

/** Tells the time that leases are measured in, in epoch milliseconds. */
export type LeaseClock = () => Promise<number>;

/**
 * Several backends agree on leases by the clock that they share: the database's. A SQLite file has
 * one backend, whose own clock will do.
 */
export function leaseClock(knex: Knex, now: () => number): LeaseClock {
  if (isSqlite(knex)) return async () => now();
  return async () => {
    const { rows } = await knex.raw(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    );
    return Number(rows[0].now);
  };
}
