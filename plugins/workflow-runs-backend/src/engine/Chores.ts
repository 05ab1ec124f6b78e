/** Tasks that come round again and again; one that takes longer than its interval is not doubled. */
export class Chores {
  readonly #intervals = new Set<NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();

  /** @param onError - hears what a task failed with; the task comes round all the same */
  constructor(private readonly onError: (error: unknown) => void) {}

  every(ms: number, task: () => Promise<void>): void {
    let busy = false;
    const attempt = async () => {
      try {
        await task();
      } catch (error) {
        this.onError(error);
      }
    };
    const interval = setInterval(() => {
      if (busy) return;
      busy = true;
      const running = attempt().finally(() => {
        busy = false;
        this.#underWay.delete(running);
      });
      this.#underWay.add(running);
    }, ms);
    this.#intervals.add(interval);
  }

  /** No task starts any more; `idle` tells when those under way are done. */
  stop(): void {
    for (const interval of this.#intervals) clearInterval(interval);
    this.#intervals.clear();
  }

  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
