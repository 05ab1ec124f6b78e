/**
 * Reads something again when it is told that it changed: at once, then not more often than that, never
 * twice at the same time, and once more where it changed meanwhile.
 *
 * @public
 */
export class Refresher {
  private isBusy = false;
  private isAsked = false;
  private isStopped = false;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly refresh: () => Promise<unknown>,
    private readonly leastMs: number,
  ) {}

  /** Whether all is read that was asked for. */
  get isIdle(): boolean {
    return !this.isAsked && !this.isBusy;
  }

  ask(): void {
    this.isAsked = true;
    this.start();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.pause);
  }

  private async start() {
    if (this.isBusy || this.isStopped || this.pause || !this.isAsked) return;
    this.isAsked = false;
    this.isBusy = true;
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.start();
    }, this.leastMs);
    // Whoever shows it says what has failed.
    await this.refresh().catch(() => {});
    this.isBusy = false;
    this.start();
  }
}
