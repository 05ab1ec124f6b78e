import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { headOf } from './LogEvent';
import { LogHandler } from './LogHandler';

/** A cursor that this process holds. */
export interface HeldCursor {
  name: string;
  owner: string;
  /** Grows with every claim: what was written under an earlier one is refused. */
  epoch: number;
  position: number;
}

/** Another process has claimed the cursor. */
export class CursorLost extends Error {
  constructor(name: string) {
    super(`Another backend reads the log for '${name}'`);
    this.name = 'CursorLost';
  }
}

/** @returns undefined while another holds it */
export async function claimCursor(
  knex: Knex,
  clock: LeaseClock,
  claim: Pick<LogHandler, 'name' | 'startsAt'> & {
    owner: string;
    leaseMs: number;
  },
): Promise<HeldCursor | undefined> {
  const { name, startsAt, owner, leaseMs } = claim;
  if (!(await knex('cursors').where({ name }).first('name'))) {
    const position = startsAt === 'head' ? await headOf(knex) : 0;
    await knex('cursors')
      .insert({ name, position })
      .onConflict('name')
      .ignore();
  }
  const now = await clock();
  const [row] = await knex('cursors')
    .where({ name })
    .where(free =>
      free
        .where({ owner })
        .orWhereNull('lease_until')
        .orWhere('lease_until', '<=', now),
    )
    .update({
      owner,
      epoch: knex.raw('epoch + 1'),
      lease_until: now + leaseMs,
    })
    .returning(['position', 'epoch']);
  return (
    row && {
      name,
      owner,
      epoch: Number(row.epoch),
      position: Number(row.position),
    }
  );
}

/**
 * Keeps the cursor, and moves it where it has a new position. Whoever claims it meanwhile waits for
 * the transaction, and then finds a lease that is not over.
 *
 * @throws CursorLost where it was claimed by another
 */
export async function keepCursor(
  knex: Knex,
  { name, owner, epoch, position }: HeldCursor,
  leaseUntil: number,
): Promise<void> {
  const kept = await knex('cursors')
    .where({ name, owner, epoch })
    .update({ position, lease_until: leaseUntil });
  if (kept === 0) throw new CursorLost(name);
}

/** Lets another claim it at once. */
export async function giveCursor(
  knex: Knex,
  { name, owner, epoch }: HeldCursor,
): Promise<void> {
  await knex('cursors')
    .where({ name, owner, epoch })
    .update({ owner: null, lease_until: null });
}
