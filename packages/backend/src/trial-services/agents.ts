/** Knows when agents are healthy: a while after their start. */
export class Agents {
  readonly #startedAt = new Map<string, number>();

  constructor(
    private readonly options: { startUpMs: number; now: () => number },
  ) {}

  start(id: string): void {
    // Started once: a repeated request must not make it young again.
    if (!this.#startedAt.has(id)) {
      this.#startedAt.set(id, this.options.now());
    }
  }

  stop(id: string): void {
    this.#startedAt.delete(id);
  }

  /** How far the start is, 0 to 1. An agent of before a restart of the backend has long started. */
  readiness(id: string): number {
    const startedAt = this.#startedAt.get(id);
    const { startUpMs, now } = this.options;
    if (startedAt === undefined || startUpMs === 0) return 1;
    return Math.min(1, (now() - startedAt) / startUpMs);
  }
}
