import { NumberReader, NumberWriter } from './numbers';
import { newStepTally, StepTally } from './Tally';

/** Tallies of steps, by the ids of the steps. */
export class StepTallies {
  readonly #tallies = new Map<number, StepTally>();

  /** The tally of a step, which is added where there is none. */
  of(stepId: number): StepTally {
    const known = this.#tallies.get(stepId);
    if (known) return known;
    const tally = newStepTally();
    this.#tallies.set(stepId, tally);
    return tally;
  }

  /** @param times - as often as it counts; −1 takes it away */
  add(other: StepTallies, times = 1): void {
    for (const [stepId, tally] of other.#tallies) {
      this.of(stepId).add(tally, times);
    }
  }

  addStored(stored: Buffer): void {
    const reader = new NumberReader(stored);
    while (!reader.isAtEnd) {
      this.of(reader.next()).addStored(reader.nextBytes());
    }
  }

  /** The tallies of those of some ids that there are. */
  ofEach(ids: readonly number[]): [number, StepTally][] {
    return ids.flatMap(id => {
      const tally = this.#tallies.get(id);
      return tally ? [[id, tally] as [number, StepTally]] : [];
    });
  }

  get isEmpty(): boolean {
    return [...this.#tallies.values()].every(tally => tally.isEmpty);
  }

  [Symbol.iterator](): IterableIterator<[number, StepTally]> {
    return this.#tallies.entries();
  }

  toStored(): Buffer {
    const writer = new NumberWriter();
    for (const [stepId, tally] of this.#tallies) {
      if (tally.isEmpty) continue;
      writer.write(stepId);
      writer.writeBytes(tally.toStored());
    }
    return writer.toBuffer();
  }
}
