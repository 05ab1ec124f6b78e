import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { Chores } from './Chores';
import { giveTaskLease, takeTaskLease } from './taskLease';

/** What chores of one backend at a time work with. */
export interface LeasedChoresOptions {
  knex: Knex;
  clock: LeaseClock;
  logger: LoggerService;
  /** Who takes the lease. */
  owner: string;
  /** The lease. */
  name: string;
  /** Longer than from one round to the next: whoever has it keeps it. */
  leaseMs: number;
  /** What is said to happen later, where something fails: 'Alert rules are evaluated'. */
  what: string;
}

/** Tasks that come round again and again, of which one backend at a time does what is not to be done twice. */
export class LeasedChores {
  readonly #chores: Chores;
  #isStopping = false;

  constructor(private readonly options: LeasedChoresOptions) {
    this.#chores = new Chores(error =>
      options.logger.warn(`${options.what} later: ${error}`),
    );
  }

  every(ms: number, task: () => Promise<void>): void {
    this.#chores.every(ms, task);
  }

  /** Takes the lease, or keeps it. @returns false while another has it, and once this one is to stop */
  async mayGoOn(): Promise<boolean> {
    if (this.#isStopping) return false;
    const { knex, clock, name, owner, leaseMs } = this.options;
    return takeTaskLease(knex, clock, { name, owner, leaseMs });
  }

  /** What is under way ends at its next look at the lease; then others may have it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#chores.stop();
    await this.#chores.idle();
    const { knex, name, owner, logger, what } = this.options;
    await giveTaskLease(knex, { name, owner }).catch(error =>
      logger.warn(`${what} by others once the lease is over: ${error}`),
    );
  }
}
