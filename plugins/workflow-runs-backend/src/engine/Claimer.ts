import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  Admission,
  areShared,
  backfillLimit,
  LimitedRun,
  RunLimits,
} from './admission';
import { claimRuns, MAX_ASKED, nextWakeUp } from './claim';
import { HeldRuns } from './HeldRuns';

/** Places that a claim leaves to what is launched meanwhile, where there are enough. */
const LEFT_TO_LAUNCHES = 16;

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
  /** Runs that the claim under way may add to those that are held; undefined where none is. */
  #mayAdd: number | undefined;
  /** Whether runs that are due may have been left behind, for want of room. */
  #mayHaveLeft = true;

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

  /** Tells it that a run was let go. */
  roomIsLeft(): void {
    if (this.#mayHaveLeft) this.wake();
  }

  /**
   * Whether a run that is launched here may be held from the beginning: there is room for it, and
   * nobody waits for that room.
   */
  mayHold(run: LimitedRun & { definitionHash: string }): boolean {
    const { limits, held, isBusy, executable, mayClaim } = this.options;
    if (this.#isStopped || this.#mayHaveLeft || areShared(limits)) return false;
    // The claim under way does not tell whether what it may add are backfills.
    if (this.#mayAdd !== undefined && run.isBackfill) return false;
    const { runs, backfills } = held.count;
    const here = { runs: runs + (this.#mayAdd ?? 0), backfills };
    return (
      mayClaim() &&
      !isBusy() &&
      executable().includes(run.definitionHash) &&
      new Admission(limits, [], here).refusal(run) === undefined
    );
  }

  /** Claims nothing any more once this has settled. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#claiming;
    clearTimeout(this.#timer);
  }

  async #claim(): Promise<void> {
    const { knex, logger, now } = this.options;
    try {
      if (!this.options.mayClaim()) return;
      await this.#giveBackOrphans();
      // Backends set these times, so backends compare them. By the clock of the leases, a database
      // that is ahead would find every retry due at once.
      const at = now();
      let next = await nextWakeUp(knex, -1);
      if (next === undefined || next > at) {
        this.#mayHaveLeft = false;
      } else {
        await this.#claimDue(at);
        next = await nextWakeUp(knex, at);
      }
      if (next !== undefined) this.#wakeAt(next, now());
    } catch (error) {
      logger.warn(
        `Runs could not be claimed; the next poll tries again: ${error}`,
      );
    } finally {
      this.#mayAdd = undefined;
    }
  }

  /** Here and not beside a claim or a launch: what is being claimed has no actor yet. */
  async #giveBackOrphans(): Promise<void> {
    if (!this.#lookForOrphans) return;
    this.#lookForOrphans = false;
    this.#mayAdd = Infinity;
    await this.options.held.giveBackOrphans();
    this.#mayAdd = undefined;
  }

  async #claimDue(at: number): Promise<void> {
    const { knex, workerId, held, limits, isBusy, executable } = this.options;
    const { runs, backfills } = held.count;
    const room = isBusy() ? 0 : Math.max(0, limits.runsPerBackend - runs);
    const most = room - Math.min(LEFT_TO_LAUNCHES, room >> 1);
    this.#mayHaveLeft = true;
    this.#mayAdd = most;
    const claimed = await claimRuns(knex, {
      workerId,
      now: at,
      limits,
      held: { runs: limits.runsPerBackend - most, backfills },
      executable: executable(),
    });
    await held.hold(claimed);
    if (claimed.length >= MAX_ASKED || (most > 0 && claimed.length >= most)) {
      this.#claimAgain = true;
    } else {
      this.#mayHaveLeft = room === 0 || this.#isFull();
    }
  }

  /** Whether there may be runs that only a limit keeps waiting. */
  #isFull(): boolean {
    const { limits, held } = this.options;
    const { runs, backfills } = held.count;
    const { runsPerBackend, backfillShare } = limits;
    return (
      areShared(limits) ||
      runs >= runsPerBackend ||
      backfills >= backfillLimit(runsPerBackend, backfillShare)
    );
  }

  #wakeAt(at: number, now: number) {
    clearTimeout(this.#timer);
    const delay = at - now;
    // The poll comes soon enough for what is later; and a clock that went back makes no loop.
    if (delay > this.options.pollMs || this.#isStopped) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(1, delay));
  }
}
