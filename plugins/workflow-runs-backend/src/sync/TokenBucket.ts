/** What an engine bears: so many requests in a moment, and so many in a second in the long run. */
export class TokenBucket {
  #level: number;
  #at: number;

  /** @param now - epoch milliseconds; who begins does not know what was asked before, and begins with one token */
  constructor(
    readonly burst: number,
    private readonly perSecond: number,
    now: number,
  ) {
    this.#level = Math.min(1, burst);
    this.#at = now;
  }

  level(now: number): number {
    const grown = (Math.max(0, now - this.#at) / 1_000) * this.perSecond;
    return Math.min(this.burst, this.#level + grown);
  }

  /** What was spent is spent, be it more than there is: the rest is waited for. */
  spend(tokens: number, now: number): void {
    this.#level = this.level(now) - tokens;
    this.#at = now;
  }
}
