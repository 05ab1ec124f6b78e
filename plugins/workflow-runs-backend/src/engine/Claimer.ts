import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RunLimits } from './admission';
import { claimRuns, MAX_ASKED, nextWakeUp } from './claim';
import { HeldRuns } from './HeldRuns';

/**
 * Claims runs that are due, one claim at a time, and wakes up by itself for the next that will be.
 * Being woken is a hint that makes it quick; whoever polls it makes it certain.
 */
export class Claimer {
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  #lookForOrphans = false;
  #isStopped = false;

  constructor(
    private readonly options: {
      knex: Knex;
      workerId: string;
      held: HeldRuns;
      limits: RunLimits;
      /** Whether there is enough to do: then only runs are claimed of which something was asked. */
      isBusy: () => boolean;
      executable: () => readonly string[];
      /** Whether runs may be claimed at all. */
      mayClaim: () => boolean;
      now: () => number;
      /** It looks no further ahead than the next poll. */
      pollMs: number;
      logger: LoggerService;
    },
  ) {}

  /** Tells it that something may be due now. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    this.#claiming = this.#claim().finally(() => {
      this.#claiming = undefined;
      if (this.#claimAgain) {
        this.#claimAgain = false;
        this.wake();
      }
    });
  }

  /** The same, and looks for runs that this worker holds without knowing. */
  poll(): void {
    this.#lookForOrphans = true;
    this.wake();
  }

  /** Claims nothing any more once this has settled. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#claiming;
    clearTimeout(this.#timer);
  }

  async #claim(): Promise<void> {
    const { knex, workerId, held, limits, isBusy, executable, logger, now } =
      this.options;
    try {
      if (!this.options.mayClaim()) return;
      if (this.#lookForOrphans) {
        // Here and not beside a claim: what is being claimed has no actor yet.
        this.#lookForOrphans = false;
        await held.giveBackOrphans();
      }
      // Backends set these times, so backends compare them. By the clock of the leases, a database
      // that is ahead would find every retry due at once.
      const at = now();
      const claimed = await claimRuns(knex, {
        workerId,
        now: at,
        limits,
        held: isBusy()
          ? { ...held.count, runs: limits.runsPerBackend }
          : held.count,
        executable: executable(),
      });
      await held.hold(claimed);
      if (claimed.length >= MAX_ASKED) this.#claimAgain = true;
      const next = await nextWakeUp(knex, at);
      if (next !== undefined) this.#wakeAt(next, now());
    } catch (error) {
      logger.warn(
        `Runs could not be claimed; the next poll tries again: ${error}`,
      );
    }
  }

  #wakeAt(at: number, now: number) {
    clearTimeout(this.#timer);
    const delay = at - now;
    // The poll comes soon enough for what is later; and a clock that went back makes no loop.
    if (delay > this.options.pollMs || this.#isStopped) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(1, delay));
  }
}
