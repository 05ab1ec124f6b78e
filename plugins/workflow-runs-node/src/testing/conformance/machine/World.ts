/** A time of its own, in which things happen one after the other; what is due together in the order in which it was planned. */
export class World {
  /** Long after 1970, so that there is a past to speak of. */
  now = Date.UTC(2030, 0, 1);
  readonly #agenda: { at: number; happen: () => void }[] = [];

  /** @returns takes it off the agenda again */
  plan(inMs: number, happen: () => void): () => void {
    const entry = { at: this.now + Math.max(0, inMs), happen };
    const after = this.#agenda.findIndex(({ at }) => at > entry.at);
    this.#agenda.splice(after < 0 ? this.#agenda.length : after, 0, entry);
    return () => {
      const index = this.#agenda.indexOf(entry);
      if (index >= 0) this.#agenda.splice(index, 1);
    };
  }

  /** How long nothing happens from now. */
  get idleMs(): number {
    return this.#agenda.length > 0 ? this.#agenda[0].at - this.now : Infinity;
  }

  /** Has the next thing happen. */
  step(): void {
    const { at, happen } = this.#agenda.shift()!;
    this.now = at;
    happen();
  }
}
