import { Point } from './points';
import { Series } from './readSeries';
import { newRunTally, newStepTally, RunTally, StepTally } from './Tally';

/** Adds something to a tally. */
export type AddRuns = (tally: RunTally) => void;

/** All that an answer is made of, while it is read. */
export class Sums {
  /** One for each point. */
  readonly points: readonly RunTally[];
  readonly previous = newRunTally();
  readonly #ofSeries = new Map<number, RunTally>();
  readonly #ofSteps = new Map<number, StepTally>();

  constructor(private readonly times: readonly Point[]) {
    this.points = times.map(() => newRunTally());
  }

  /** @param at - when runs ended, or began to end, within the time that is asked for */
  addRuns(seriesId: number, at: number, add: AddRuns): void {
    add(this.points[this.#pointAt(at)]);
    add(tallyOf(this.#ofSeries, seriesId, newRunTally));
  }

  addSteps(stepId: number, add: (tally: StepTally) => void): void {
    add(tallyOf(this.#ofSteps, stepId, newStepTally));
  }

  get steps(): ReadonlyMap<number, StepTally> {
    return this.#ofSteps;
  }

  /** The sums of series that have something in common, which has a name. */
  group<S extends Series>(
    series: readonly S[],
    nameOf: (series: S) => string,
  ): { first: S; tally: RunTally }[] {
    const groups = new Map<string, { first: S; tally: RunTally }>();
    for (const each of series) {
      const tally = this.#ofSeries.get(each.id);
      if (!tally) continue;
      const name = nameOf(each);
      const group = groups.get(name) ?? { first: each, tally: newRunTally() };
      group.tally.add(tally);
      groups.set(name, group);
    }
    return [...groups.values()];
  }

  get total(): RunTally {
    const total = newRunTally();
    for (const tally of this.#ofSeries.values()) total.add(tally);
    return total;
  }

  /** The last point that has begun. */
  #pointAt(at: number): number {
    let low = 0;
    let high = this.times.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.times[middle].from <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function tallyOf<T>(tallies: Map<number, T>, id: number, create: () => T): T {
  const known = tallies.get(id);
  if (known) return known;
  const tally = create();
  tallies.set(id, tally);
  return tally;
}
