/** By how much a duration that is read from bins may be off. */
export const ACCURACY = 0.01;

const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);

/** The bin of 0; those of greater durations are behind it. */
const ZERO = 0;
/** Room is made for so many bins at a time. */
const BLOCK = 32;

/**
 * In which bin a duration is counted. Bins grow by the same factor, so that whatever is in one is within
 * one percent of its middle: the logarithmic mapping of DDSketch (Masson, Rim and Lee, VLDB 2019).
 *
 * @param ms - whole, and not negative
 */
export function binOf(ms: number): number {
  return ms <= 0 ? ZERO : 1 + Math.ceil(Math.log(ms) / LOG_GAMMA);
}

/** What all durations in a bin are within one percent of; where it has room for one, that one. */
export function middleOf(bin: number): number {
  if (bin === ZERO) return 0;
  const most = GAMMA ** (bin - 1);
  const whole = Math.floor(most);
  return whole - 1 <= most / GAMMA ? whole : (2 * most) / (GAMMA + 1);
}

/**
 * Durations by their size. Unlike other sketches of quantiles, what was added can be taken away: they are
 * only counted.
 */
export class Bins {
  #first = 0;
  #counts = new Float64Array(0);

  /** Counts durations of a bin, or counts them no longer where it is negative. */
  add(bin: number, count: number): void {
    let index = bin - this.#first;
    if (index < 0 || index >= this.#counts.length) {
      this.#makeRoom(bin);
      index = bin - this.#first;
    }
    this.#counts[index] += count;
  }

  addAll(other: Bins, times: number): void {
    other.forEach((bin, count) => this.add(bin, times * count));
  }

  /** The smallest durations first. */
  forEach(visit: (bin: number, count: number) => void): void {
    const counts = this.#counts;
    for (let index = 0; index < counts.length; index++) {
      if (counts[index] !== 0) visit(this.#first + index, counts[index]);
    }
  }

  get total(): number {
    let total = 0;
    for (const count of this.#counts) total += count;
    return total;
  }

  /**
   * The duration that a part of all did not exceed, by the nearest rank.
   *
   * @param part - from 0 for the shortest to 1 for the longest
   */
  quantile(part: number, total = this.total): number {
    const rank = Math.max(1, Math.ceil(part * total));
    return middleOf(this.#binAt(rank));
  }

  /** The bin of the duration that has so many before it, or is as long. */
  #binAt(rank: number): number {
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index];
      if (seen >= rank) return this.#first + index;
    }
    return ZERO;
  }

  /** The least duration that has at most so many beyond its bin. */
  floorOfLongest(count: number): number {
    const rank = this.total - count + 1;
    const bin = this.#binAt(Math.max(1, rank));
    return bin <= 1 ? bin : GAMMA ** (bin - 2);
  }

  /** It grows by as much as it has, or the way to many bins would be a long one. */
  #makeRoom(bin: number): void {
    const block = Math.floor(bin / BLOCK) * BLOCK;
    const { length } = this.#counts;
    if (length === 0) {
      this.#first = block;
      this.#counts = new Float64Array(BLOCK);
      return;
    }
    const end = this.#first + length;
    const first = bin < this.#first ? Math.max(0, block - length) : this.#first;
    const beyond = bin < end ? end : block + BLOCK + length;
    const counts = new Float64Array(beyond - first);
    counts.set(this.#counts, this.#first - first);
    this.#first = first;
    this.#counts = counts;
  }
}
