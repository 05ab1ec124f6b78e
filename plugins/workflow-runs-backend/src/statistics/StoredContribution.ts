import { newRunTally, RunTally } from './Tally';
import { NumberReader, NumberWriter } from './numbers';
import { StepTallies } from './StepTallies';

/** What runs add, with their steps by their ids. */
export interface StoredContribution {
  run: RunTally;
  steps: StepTallies;
}

export function toStored({ run, steps }: StoredContribution): Buffer {
  const writer = new NumberWriter();
  writer.writeBytes(run.toStored());
  writer.writeBytes(steps.toStored());
  return writer.toBuffer();
}

export function fromStored(stored: Buffer): StoredContribution {
  const reader = new NumberReader(stored);
  const run = newRunTally();
  run.addStored(reader.nextBytes());
  const steps = new StepTallies();
  steps.addStored(reader.nextBytes());
  return { run, steps };
}
