import { setTimeout as sleep } from 'node:timers/promises';

/** What was not used in this time may be made up for at once. */
const BURST_MS = 1_000;

/** Lets no more than so many requests a second go to one receiver. */
export class Pace {
  readonly #gapMs: number;
  #nextAt = 0;

  constructor(
    perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#gapMs = 1_000 / perSecond;
  }

  /** How long the next one has to wait, in milliseconds; it has its place then. */
  take(): number {
    const now = this.now();
    const burst = Math.max(BURST_MS, this.#gapMs) - this.#gapMs;
    this.#nextAt = Math.max(this.#nextAt, now - burst);
    const wait = Math.max(0, this.#nextAt - now);
    this.#nextAt += this.#gapMs;
    return wait;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const wait = this.take();
    if (wait > 0) await sleep(wait, undefined, { signal });
  }
}
