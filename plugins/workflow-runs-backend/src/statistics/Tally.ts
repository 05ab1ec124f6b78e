import { errorCategorySchema } from 'backstage-plugin-workflow-runs-common';
import { Bins } from './Bins';
import { NumberReader, NumberWriter } from './numbers';

/** What is counted of runs. The order is stored: new ones come last. */
export const RUN_COUNTS = [
  'completed',
  'failed',
  'canceled',
  'partial',
  'firstPass',
  'retriesExpected',
  'retriesUnexpected',
  'errors',
  'slaMet',
  'slaBreached',
  'durationMs',
  'episodes',
  'recoveryMs',
  'usageRuns',
  'tokens',
  'tokensRuns',
  'computeMs',
  'computeRuns',
  'accuracy',
  'accuracyRuns',
  'throughputDelta',
  'throughputDeltaRuns',
  'experience',
  'experienceRuns',
  ...errorCategorySchema.options.map(category => `failed:${category}` as const),
] as const;
export type RunCount = (typeof RUN_COUNTS)[number];

/** What is counted of steps, likewise. */
export const STEP_COUNTS = [
  'occurrences',
  'failures',
  'retriesExpected',
  'retriesUnexpected',
  'durationMs',
] as const;
export type StepCount = (typeof STEP_COUNTS)[number];

/** Counts, and durations by their size: what can be added up, and taken away again. */
export class Tally<C extends string> {
  readonly bins = new Bins();
  readonly #counts: Float64Array;

  constructor(private readonly names: readonly C[]) {
    this.#counts = new Float64Array(names.length);
  }

  get(name: C): number {
    return this.#counts[this.names.indexOf(name)];
  }

  count(name: C, by = 1): void {
    this.#counts[this.names.indexOf(name)] += by;
  }

  /** @param times - as often as it counts; −1 takes it away */
  add(other: Tally<C>, times = 1): void {
    other.#counts.forEach((count, index) => {
      this.#counts[index] += times * count;
    });
    this.bins.addAll(other.bins, times);
  }

  /** The same as `add(Tally.read(…))`, without one in between: thousands are read for a year. */
  addStored(stored: Buffer): void {
    const reader = new NumberReader(stored);
    // As bits, of which the first says whether the first count is there.
    let present = reader.next();
    for (let index = 0; present > 0; index++) {
      if (present % 2 === 1) this.#counts[index] += reader.nextSigned();
      present = Math.floor(present / 2);
    }
    let bin = 0;
    while (!reader.isAtEnd) {
      bin += reader.next();
      this.bins.add(bin, reader.next());
    }
  }

  /** Nothing is left that it would be kept for. */
  get isEmpty(): boolean {
    return this.#counts.every(count => count === 0) && this.bins.total === 0;
  }

  toStored(): Buffer {
    const writer = new NumberWriter();
    let present = 0;
    this.#counts.forEach((count, index) => {
      if (count !== 0) present += 2 ** index;
    });
    writer.write(present);
    for (const count of this.#counts) {
      if (count !== 0) writer.writeSigned(count);
    }
    let before = 0;
    this.bins.forEach((bin, count) => {
      writer.write(bin - before);
      writer.write(count);
      before = bin;
    });
    return writer.toBuffer();
  }
}

export type RunTally = Tally<RunCount>;
export type StepTally = Tally<StepCount>;

export function newRunTally(): RunTally {
  return new Tally(RUN_COUNTS);
}

export function newStepTally(): StepTally {
  return new Tally(STEP_COUNTS);
}
