import { LaneDatabase } from '../database/LaneDatabase';
import { KeyTaken } from './Transition';

/** Transitions that one transaction may carry. */
export const MAX_BATCH = 256;
/** And how heavy they may be together: a batch travels as a few parameters, all in memory. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** Writes a batch in one transaction; what a transition gets back, or why it was refused. */
export type WriteBatch<T, R> = (
  batch: T[],
) => Promise<({ ok: true; value: R } | { ok: false; error: Error })[]>;

interface Waiting<T, R> {
  transition: T;
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
  ) {}

  submit(transition: T): Promise<R> {
    const result = new Promise<R>((resolve, reject) => {
      this.#waiting.push({ transition, resolve, reject });
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
    for (const { transition } of this.#waiting.slice(0, MAX_BATCH)) {
      bytes += this.bytesOf(transition);
      if (count > 0 && bytes > MAX_BATCH_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeOrSplit(batch: Waiting<T, R>[]): Promise<void> {
    let outcomes;
    try {
      outcomes = await this.write(batch.map(({ transition }) => transition));
    } catch (error) {
      if (batch.length === 1 || !isDataError(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One transition that the database cannot take must not hold up the others: halve the batch
      // until it stands alone.
      const middle = batch.length >> 1;
      await this.#writeOrSplit(batch.slice(0, middle));
      await this.#writeOrSplit(batch.slice(middle));
      return;
    }
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome.ok) resolve(outcome.value);
      else reject(outcome.error);
    });
  }
}

/**
 * Whether a statement was refused because of what it says (SQLSTATE classes 21, 22, 23; SQLite
 * constraint, mismatch and size errors), not because the database is away.
 */
function isDataError(error: unknown): boolean {
  if (error instanceof KeyTaken) return true;
  const code = String((error as { code?: unknown })?.code ?? '');
  return (
    /^2[123]/.test(code) ||
    /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code) ||
    error instanceof TypeError ||
    error instanceof RangeError
  );
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
