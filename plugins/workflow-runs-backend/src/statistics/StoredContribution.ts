import { newRunTally, newStepTally, RunTally, StepTally } from './Tally';
import { NumberReader, NumberWriter } from './numbers';

/** What a run has added, with its steps by their ids. */
export interface StoredContribution {
  run: RunTally;
  steps: readonly (readonly [stepId: number, tally: StepTally])[];
}

export function toStored({ run, steps }: StoredContribution): Buffer {
  const writer = new NumberWriter();
  writer.writeBytes(run.toStored());
  for (const [stepId, tally] of steps) {
    writer.write(stepId);
    writer.writeBytes(tally.toStored());
  }
  return writer.toBuffer();
}

export function fromStored(stored: Buffer): StoredContribution {
  const reader = new NumberReader(stored);
  const run = newRunTally();
  run.addStored(reader.nextBytes());
  const steps: [number, StepTally][] = [];
  while (!reader.isAtEnd) {
    const stepId = reader.next();
    const tally = newStepTally();
    tally.addStored(reader.nextBytes());
    steps.push([stepId, tally]);
  }
  return { run, steps };
}
