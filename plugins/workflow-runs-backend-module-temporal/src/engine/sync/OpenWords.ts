import { TemporalRefusal } from '../../client/failureOf';

/** How long a server that does not know the word is not asked with it again, in milliseconds. */
const REMEMBERED_MS = 3_600_000;
const KNOWN = ['Running'] as const;
const NEWER = ['Running', 'Paused'] as const;

/** The statuses of what is open: servers before 1.30 refuse a query that names `Paused`. */
export class OpenWords {
  #unknownAt = -Infinity;

  constructor(private readonly now: () => number) {}

  /** Asks with all words, and with fewer where the server refuses that. */
  async ask<T>(query: (words: readonly string[]) => Promise<T>): Promise<T> {
    if (this.now() - this.#unknownAt < REMEMBERED_MS) return query(KNOWN);
    try {
      return await query(NEWER);
    } catch (error) {
      const isUnknown =
        error instanceof TemporalRefusal &&
        error.isUnknown &&
        error.message.includes('Paused');
      if (!isUnknown) throw error;
      this.#unknownAt = this.now();
      return query(KNOWN);
    }
  }
}
