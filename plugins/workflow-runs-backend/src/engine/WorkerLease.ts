import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import {
  heartbeat,
  isRegistered,
  registerWorker,
  removeWorker,
} from './workers';

/**
 * The lease of this process. It is only a hint, for those who would take over and for this process
 * itself, which is not to work in vain; what makes it safe is the epoch of each run.
 */
export class WorkerLease {
  /** When it was last renewed, by the clock on the wall and by one that nobody sets. */
  #renewed: { wall: number; monotonic: number } | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      now: () => number;
      workerId: string;
      handlers: () => string[];
      leaseMs: number;
      /** It counts as over this long before it is. */
      skewMs: number;
    },
  ) {}

  /** Runs may be claimed and held only as long as others take this worker for alive. */
  get isHeld(): boolean {
    if (!this.#renewed) return false;
    const { leaseMs, skewMs, now } = this.options;
    // A wall clock can be set back, and a monotonic one stands still while a laptop sleeps.
    const elapsed = Math.max(
      now() - this.#renewed.wall,
      performance.now() - this.#renewed.monotonic,
    );
    return elapsed < leaseMs - skewMs;
  }

  async register(): Promise<void> {
    const { knex, clock, workerId, handlers, leaseMs } = this.options;
    const before = this.#now();
    await registerWorker(knex, clock, {
      id: workerId,
      handlers: handlers(),
      leaseMs,
    });
    this.#renewed = before;
  }

  /** @returns false where the lease was over: what was held under it is lost */
  async renew(): Promise<boolean> {
    const { knex, clock, workerId, leaseMs } = this.options;
    const before = this.#now();
    if (!(await heartbeat(knex, clock, { id: workerId, leaseMs }))) {
      return false;
    }
    this.#renewed = before;
    return true;
  }

  /** Whether others still know this worker. */
  isKnown(): Promise<boolean> {
    return isRegistered(this.options.knex, this.options.workerId);
  }

  /** Lets everything that is still held be claimed by others. */
  async end(): Promise<void> {
    const { knex, workerId, now } = this.options;
    this.#renewed = undefined;
    await removeWorker(knex, workerId, now());
  }

  #now() {
    return { wall: this.options.now(), monotonic: performance.now() };
  }
}
