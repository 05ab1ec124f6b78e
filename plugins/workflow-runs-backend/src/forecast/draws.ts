/** Numbers from 0 to 1 that look random, the same ones each time (Mulberry32, by Tommy Ettinger). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * So many numbers from 0 to 1, one from each of as many equal parts, in an order that depends on the seed:
 * a Latin hypercube (McKay, Beckman and Conover, 1979), of which few draws tell as much as many random ones.
 */
export function drawsFrom(seed: number, count: number): Float64Array {
  const random = randomFrom(seed);
  const draws = Float64Array.from(
    { length: count },
    (_, index) => (index + 0.5) / count,
  );
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [draws[index], draws[other]] = [draws[other], draws[index]];
  }
  return draws;
}
