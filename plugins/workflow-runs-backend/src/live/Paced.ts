/**
 * From the beginning of one piece of work to that of the next, in milliseconds.
 *
 * @param tookMs - what the last piece took
 */
export type Pace = (tookMs: number) => number;

/** Does one piece of work at a time, at once where it can, and not more often than so often. */
export class Paced {
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #again = false;
  #notBefore = -Infinity;
  #stopped = false;

  /**
   * @param work - looks for what there is to do; it is asked again for what comes meanwhile
   */
  constructor(
    private readonly pace: Pace,
    private readonly work: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  wake(): void {
    if (this.#stopped || this.#timer) return;
    if (this.#working) {
      this.#again = true;
      return;
    }
    const wait = this.#notBefore - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.wake();
      }, wait);
      return;
    }
    const startedAt = performance.now();
    this.#working = this.work()
      .catch(this.onError)
      .finally(() => {
        this.#working = undefined;
        this.#notBefore = startedAt + this.pace(performance.now() - startedAt);
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  /** Settles once what is being done is done. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Forgets what it was woken for. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }

  stop(): void {
    this.#stopped = true;
    this.rest();
  }
}

/** The same pace, whatever the work takes. */
export function every(ms: number): Pace {
  return () => ms;
}

/** Works at most a part of the time, such as half of it, and within bounds. */
export function upTo(
  share: number,
  { leastMs, mostMs }: { leastMs: number; mostMs: number },
): Pace {
  return tookMs => Math.min(mostMs, Math.max(leastMs, tookMs / share));
}
