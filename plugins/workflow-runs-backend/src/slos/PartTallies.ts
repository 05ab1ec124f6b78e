import { Point } from '../statistics/points';
import { AddRuns } from '../statistics/Sums';
import { newRunTally, RunTally } from '../statistics/Tally';

/** What runs of each series come to, in each part of a time. */
export class PartTallies {
  readonly #tallies = new Map<number, (RunTally | undefined)[]>();

  /** @param parts - one after the other */
  constructor(private readonly parts: readonly Point[]) {}

  /** @param at - when runs ended, or began to end */
  add(seriesId: number, at: number, add: AddRuns): void {
    const index = this.parts.findLastIndex(({ from }) => from <= at);
    if (index < 0) return;
    const tallies = this.#tallies.get(seriesId) ?? [];
    this.#tallies.set(seriesId, tallies);
    tallies[index] ??= newRunTally();
    add(tallies[index]);
  }

  /** Those of a part, of some series. */
  of(seriesIds: readonly number[], part: number): RunTally[] {
    return seriesIds.flatMap(id => this.#tallies.get(id)?.[part] ?? []);
  }
}
