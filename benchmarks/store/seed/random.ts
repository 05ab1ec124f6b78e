/** Numbers in [0, 1) that follow from a seed: mulberry32. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chooses among values by their weights. */
export function chooserOf<T>(
  values: readonly T[],
  weightOf: (value: T, index: number) => number,
): (random: number) => T {
  const sums = new Float64Array(values.length);
  let total = 0;
  values.forEach((value, index) => {
    total += weightOf(value, index);
    sums[index] = total;
  });
  return random => {
    const wanted = random * total;
    let low = 0;
    let high = values.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return values[low];
  };
}

/** A weight that falls with the rank, as popularity does: Zipf. */
export function zipf(_: unknown, rank: number): number {
  return 1 / (rank + 1) ** 1.1;
}
