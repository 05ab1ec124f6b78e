import { LaneDatabase } from '../database/LaneDatabase';
import { RunRedaction } from '../privacy/RunRedaction';
import { CommitLane, retryingDeadlocks } from './CommitLane';
import { Transition } from './Transition';
import { Committed, Outcome, writeBatch } from './writeBatch';

export type { Committed } from './writeBatch';

/**
 * Writes everything that is known about runs: redact, append to the log, project onto the tables,
 * in one transaction. Nobody else writes those tables.
 */
export class Recorder {
  readonly #lane: CommitLane<Transition, Committed>;
  readonly #database: LaneDatabase;
  readonly #listeners = new Set<(committed: Committed[]) => void>();

  constructor(
    private readonly options: {
      database: LaneDatabase;
      redaction: Pick<RunRedaction, 'transition' | 'idle'>;
      now: () => number;
      onListenerError?: (error: unknown) => void;
    },
  ) {
    this.#database = retryingDeadlocks(options.database);
    this.#lane = new CommitLane(
      (batch, again) => this.#write(batch, again),
      bytesOf,
      undefined,
      options.database.maxBatch,
    );
  }

  /**
   * Commits a transition, with others in one transaction. Facts that are told by those who do
   * not hold the run, and may not know whether they were told before, are taken once. While the database is
   * away it is tried again for a while, whether or not the commit that was cut off has taken place.
   *
   * @throws LeaseLost where its fence is of an earlier claim
   * @throws KeyTaken where one of its claims is taken
   */
  async commit(transition: Transition): Promise<Committed> {
    const treated = this.options.redaction.transition(transition);
    // Nothing may come between what one run is told and what it is told next.
    return treated instanceof Promise
      ? treated.then(clean => this.#lane.submit(clean))
      : this.#lane.submit(treated);
  }

  /** Calls back after each commit, for those who would otherwise have to ask. */
  onCommit(listener: (committed: Committed[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Settles once everything that was submitted is written or refused. */
  async idle(): Promise<void> {
    await this.options.redaction.idle();
    await this.#lane.idle();
  }

  async #write(batch: Transition[], again: boolean): Promise<Outcome[]> {
    const outcomesOf = await this.#database.transaction(tx =>
      writeBatch(tx, batch, { now: this.options.now(), again }),
    );
    const outcomes = await outcomesOf();
    const committed = outcomes.flatMap(outcome =>
      outcome.ok ? [outcome.value] : [],
    );
    if (committed.length > 0) this.#tell(committed);
    return outcomes;
  }

  #tell(committed: Committed[]) {
    for (const listener of this.#listeners) {
      try {
        listener(committed);
      } catch (error) {
        // It is committed, whatever becomes of those who wanted to know.
        this.options.onListenerError?.(error);
      }
    }
  }
}

/** Sealed values are what makes a transition heavy. */
function bytesOf({ sealed = [] }: Transition): number {
  return sealed.reduce((sum, { content }) => sum + content.length, 0);
}
