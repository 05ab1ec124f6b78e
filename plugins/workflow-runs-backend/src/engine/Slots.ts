import { backfillLimit } from './admission';

/** A place among those who work at the same time. */
export interface Slot {
  /** Settles when it is free; undefined where it is at once. */
  ready: Promise<void> | undefined;
  /** Leaves the place, or the queue for it. */
  release(): void;
}

interface Waiting {
  isBackfill: boolean;
  start(): void;
}

/**
 * Lets so many work at a time and no more; the others wait in order. Backfills have a share of the
 * places; those that wait for it let production pass.
 */
export class Slots {
  readonly #waiting = new Set<Waiting>();
  readonly #backfillPlaces: number;
  #taken = 0;
  #takenByBackfills = 0;

  constructor(private readonly places: number, backfillShare: number) {
    this.#backfillPlaces = backfillLimit(places, backfillShare);
  }

  /** Whether somebody waits: then more work would only wait too. */
  get isFull(): boolean {
    return this.#waiting.size > 0;
  }

  take(isBackfill: boolean): Slot {
    if (this.#hasPlace(isBackfill) && this.#waiting.size === 0) {
      this.#enter(isBackfill);
      return { ready: undefined, release: this.#leaving(isBackfill) };
    }
    let release = () => {};
    const ready = new Promise<void>(resolve => {
      const waiting: Waiting = {
        isBackfill,
        start: () => {
          release = this.#leaving(isBackfill);
          resolve();
        },
      };
      this.#waiting.add(waiting);
      release = () => {
        this.#waiting.delete(waiting);
        this.#admit();
      };
    });
    // One that waits only because others waited for another reason starts now.
    this.#admit();
    return { ready, release: () => release() };
  }

  #hasPlace(isBackfill: boolean): boolean {
    return (
      this.#taken < this.places &&
      (!isBackfill || this.#takenByBackfills < this.#backfillPlaces)
    );
  }

  #enter(isBackfill: boolean) {
    this.#taken += 1;
    if (isBackfill) this.#takenByBackfills += 1;
  }

  #leaving(isBackfill: boolean): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#taken -= 1;
      if (isBackfill) this.#takenByBackfills -= 1;
      this.#admit();
    };
  }

  #admit() {
    for (const waiting of this.#waiting) {
      if (this.#taken >= this.places) return;
      if (!this.#hasPlace(waiting.isBackfill)) continue;
      this.#waiting.delete(waiting);
      this.#enter(waiting.isBackfill);
      waiting.start();
    }
  }
}
