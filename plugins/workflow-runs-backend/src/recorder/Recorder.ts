import { LaneDatabase } from '../database/LaneDatabase';
import { Redactor } from '../privacy/Redactor';
import { CommitLane, retryingDeadlocks } from './CommitLane';
import { redactTransition } from './redactTransition';
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
      redactor: Redactor;
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
    return this.#lane.submit(
      redactTransition(transition, this.options.redactor),
    );
  }

  /** Calls back after each commit, for those who would otherwise have to ask. */
  onCommit(listener: (committed: Committed[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Settles once everything that was submitted is written or refused. */
  idle(): Promise<void> {
    return this.#lane.idle();
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
