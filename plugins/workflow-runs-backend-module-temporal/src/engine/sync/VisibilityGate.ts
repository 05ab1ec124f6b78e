import { setTimeout as sleep } from 'node:timers/promises';

/** Keeps calls apart: Temporal lets all clients of a namespace list ten times in a second. */
export class VisibilityGate {
  #nextAt = 0;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {}

  /** Waits for a turn. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + 1_000 / this.perSecond;
    if (at > now) await sleep(at - now, undefined, { signal });
  }
}
