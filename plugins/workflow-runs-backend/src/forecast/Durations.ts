import { Bins, middleOf } from '../statistics/Bins';

/** Durations of the past, to draw those of the future from. */
export class Durations {
  readonly #values: number[] = [];
  /** How many are at most as long as the value at the same place. */
  readonly #upTo: number[] = [];

  constructor(bins: Bins) {
    let seen = 0;
    bins.forEach((bin, count) => {
      if (count <= 0) return;
      seen += count;
      this.#values.push(middleOf(bin));
      this.#upTo.push(seen);
    });
  }

  /** How many there are. */
  get n(): number {
    return this.#upTo.at(-1) ?? 0;
  }

  /**
   * The duration that a part of all did not exceed, in milliseconds.
   *
   * @param part - from 0 for the shortest to 1 for the longest
   */
  at(part: number): number {
    return this.#values[this.#indexOf(part * this.n)];
  }

  /** Whether any took longer than that. */
  exceed(ms: number): boolean {
    return this.#values[this.#values.length - 1] > ms;
  }

  /** The same as `at`, of those that took longer than that: one of them must have. */
  beyond(ms: number, part: number): number {
    const first = this.#values.findIndex(value => value > ms);
    const before = first === 0 ? 0 : this.#upTo[first - 1];
    return this.#values[this.#indexOf(before + part * (this.n - before))];
  }

  /** The place of the value that so many do not exceed. */
  #indexOf(rank: number): number {
    let [low, high] = [0, this.#upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#upTo[middle] > rank) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
