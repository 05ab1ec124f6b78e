/** How often it is looked whether it is time, in milliseconds. */
const LOOK_MS = 250;
/** How long the portal has to itself between two passes, for what is less urgent, in milliseconds. */
const REST_MS = 700;
/** A backend that was not asked for so long is not the one that asks, in milliseconds. */
const ASLEEP_MS = 90_000;

/**
 * Says when it is time to ask an instance for what is open and what has changed: Temporal does not tell by itself that
 * something has happened. A pass is not asked for before the one before it is over, for what is less urgent would never
 * come to its turn; and by nobody but the backend that asks, for each would ask for one.
 */
export class Pace {
  #askedAt = -Infinity;
  #beganAt = -Infinity;
  #endedAt = -Infinity;
  #isHeard = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: { refreshMs: number; now: () => number },
  ) {}

  /** A page is asked for. */
  asked(kind: string, cursor: string | null): void {
    const now = this.options.now();
    this.#askedAt = now;
    if (kind === 'open' && cursor === null) this.#beganAt = now;
  }

  /** A pass is over: of both that were asked for, what has changed comes last. */
  ended(kind: string): void {
    if (kind !== 'window') return;
    this.#endedAt = this.options.now();
    this.#isHeard = true;
  }

  /** Whether it is time to ask. */
  isDue(): boolean {
    const { refreshMs, now } = this.options;
    const at = now();
    return (
      this.#isHeard &&
      at - this.#askedAt < ASLEEP_MS &&
      at - this.#endedAt >= REST_MS &&
      at - this.#beganAt >= refreshMs
    );
  }

  start(hear: () => void): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (!this.isDue()) return;
      this.#isHeard = false;
      hear();
    }, LOOK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
