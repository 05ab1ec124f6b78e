import { Point } from './points';
import { Series } from './readSeries';
import { StepTallies } from './StepTallies';
import { newRunTally, RunTally } from './Tally';

/** Adds something to a tally. */
export type AddRuns = (tally: RunTally) => void;

/** What runs of series come to, by the ids of the series. */
export class SeriesSums {
  readonly #tallies = new Map<number, RunTally>();

  add(seriesId: number, add: AddRuns): void {
    const known = this.#tallies.get(seriesId);
    const tally = known ?? newRunTally();
    if (!known) this.#tallies.set(seriesId, tally);
    add(tally);
  }

  /** The sums of series that have something in common, which has a name. */
  group(
    series: readonly Series[],
    nameOf: (series: Series) => string,
  ): SeriesGroup[] {
    const groups = new Map<string, SeriesGroup>();
    for (const each of series) {
      const tally = this.#tallies.get(each.id);
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
    for (const tally of this.#tallies.values()) total.add(tally);
    return total;
  }
}

/** Series that have something in common, of which the first one tells what. */
export interface SeriesGroup {
  first: Series;
  tally: RunTally;
}

/** All that an answer is made of, while it is read. */
export class Sums {
  /** One for each point. */
  readonly points: readonly RunTally[];
  readonly previous = newRunTally();
  readonly series = new SeriesSums();
  /** Each version for itself. */
  readonly versions = new SeriesSums();
  readonly steps = new StepTallies();

  constructor(private readonly times: readonly Point[]) {
    this.points = times.map(() => newRunTally());
  }

  /** @param at - when runs ended, or began to end, within the time that is asked for */
  addRuns(seriesId: number, at: number, add: AddRuns): void {
    add(this.points[this.#pointAt(at)]);
    this.series.add(seriesId, add);
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
