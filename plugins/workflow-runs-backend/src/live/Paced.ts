/** Does one piece of work at a time, at once where it can, and not more often than so often. */
export class Paced {
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #again = false;
  #startedAt = -Infinity;
  #stopped = false;

  /**
   * @param paceMs - from the beginning of one piece to that of the next
   * @param work - looks for what there is to do; it is asked again for what comes meanwhile
   */
  constructor(
    private readonly paceMs: number,
    private readonly work: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  wake(): void {
    if (this.#stopped || this.#timer) return;
    if (this.#working) {
      this.#again = true;
      return;
    }
    const wait = this.#startedAt + this.paceMs - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.wake();
      }, wait);
      return;
    }
    this.#startedAt = performance.now();
    this.#working = this.work()
      .catch(this.onError)
      .finally(() => {
        this.#working = undefined;
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
