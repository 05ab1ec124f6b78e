import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAway, isDataError } from '../database/errors';
import { LaneDatabase } from '../database/LaneDatabase';
import { KeyTaken, TooManyTags } from './Transition';

/** Transitions that one transaction may carry. */
export const MAX_BATCH = 256;
/** And how heavy they may be together: a batch travels as a few parameters, all in memory. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** How long a transition waits for a database that is away, in milliseconds. */
const PATIENCE_MS = 15_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Writes a batch in one transaction; what a transition gets back, or why it was refused.
 *
 * @param again - nobody knows whether an earlier try has committed some of the batch
 */
export type WriteBatch<T, R> = (
  batch: T[],
  again: boolean,
) => Promise<({ ok: true; value: R } | { ok: false; error: Error })[]>;

interface Waiting<T, R> {
  transition: T;
  submittedAt: number;
  resolve(value: R): void;
  reject(error: unknown): void;
}

/**
 * The one way into the log from this process: one batch in flight, everything that arrives meanwhile
 * goes into the next one. That keeps positions without gaps in the order of commit, and is many
 * times faster than a transaction each.
 */
export class CommitLane<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #draining: Promise<void> | undefined;

  /** @param bytesOf - about how many bytes a transition brings along */
  constructor(
    private readonly write: WriteBatch<T, R>,
    private readonly bytesOf: (transition: T) => number = () => 0,
    private readonly patienceMs = PATIENCE_MS,
    private readonly maxBatch = MAX_BATCH,
  ) {}

  submit(transition: T): Promise<R> {
    const result = new Promise<R>((resolve, reject) => {
      const submittedAt = performance.now();
      this.#waiting.push({ transition, submittedAt, resolve, reject });
    });
    this.#draining ??= this.#drain();
    return result;
  }

  /** Settles once nothing is waiting and nothing is in flight. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain() {
    while (this.#waiting.length > 0) {
      // Everything that this turn of the event loop submits goes along, and so does what the last
      // batch has set off: a larger batch costs little more than a small one.
      await new Promise(setImmediate);
      await this.#writeOrSplit(this.#nextBatch());
    }
    this.#draining = undefined;
  }

  #nextBatch(): Waiting<T, R>[] {
    let bytes = 0;
    let count = 0;
    for (const { transition } of this.#waiting.slice(0, this.maxBatch)) {
      bytes += this.bytesOf(transition);
      if (count > 0 && bytes > MAX_BATCH_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeOrSplit(batch: Waiting<T, R>[], again = false): Promise<void> {
    let outcomes;
    try {
      const transitions = batch.map(({ transition }) => transition);
      outcomes = await this.write(transitions, again);
    } catch (error) {
      if (isAway(error)) {
        await this.#writeAgain(batch, error);
        return;
      }
      if (batch.length === 1 || !isOfOne(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One transition that the database cannot take must not hold up the others: halve the batch
      // until it stands alone.
      const middle = batch.length >> 1;
      await this.#writeOrSplit(batch.slice(0, middle), again);
      await this.#writeOrSplit(batch.slice(middle), again);
      return;
    }
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome.ok) resolve(outcome.value);
      else reject(outcome.error);
    });
  }

  /**
   * What handlers have done must not be lost, and done again, because the database was away for a
   * moment. Those who have waited for long enough are told; the others wait for it.
   */
  async #writeAgain(batch: Waiting<T, R>[], error: unknown): Promise<void> {
    const now = performance.now();
    const isOver = ({ submittedAt }: Waiting<T, R>) =>
      now - submittedAt >= this.patienceMs;
    for (const { reject } of batch.filter(isOver)) reject(error);
    const patient = batch.filter(waiting => !isOver(waiting));
    if (patient.length === 0) return;
    // Twice as long as the first has waited until now, in effect.
    const waited = now - patient[0].submittedAt;
    await sleep(Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, waited)));
    await this.#writeOrSplit(patient, true);
  }
}

/** Runs a transaction, again where the database chose it as the victim of a deadlock. */
export function retryingDeadlocks(database: LaneDatabase): LaneDatabase {
  return {
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await database.transaction(work);
        } catch (error) {
          const code = (error as { code?: unknown })?.code;
          if ((code !== '40P01' && code !== '40001') || attempt === 5)
            throw error;
        }
      }
    },
  };
}

/** Whether the others of a batch could be written without the one that is to blame. */
function isOfOne(error: unknown): boolean {
  return (
    error instanceof KeyTaken ||
    error instanceof TooManyTags ||
    isDataError(error)
  );
}
