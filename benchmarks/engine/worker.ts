/*
 * A process that makes one measurement, so that none has to do with what another has left behind.
 * It gets its task as the first message, and answers with the result.
 */
import { Place } from '../connect';
import { measurePostgresLimit } from './limits/PostgresLimit';
import { measureSqliteLimit } from './limits/SqliteLimit';
import { measurePickUp } from './measurements/pickUp';
import { serverProcessorOf } from './measurements/serverProcessor';
import { measureStepCost } from './measurements/stepCost';
import { measureThroughput } from './measurements/throughput';
import { measureWaitingRuns } from './measurements/waitingRuns';
import { createSubject } from './subjects/createSubject';
import { EmbeddedSubject } from './subjects/EmbeddedSubject';
import { Load } from './subjects/Subject';

/** Where, and how much; what else it takes is up to the measurement. */
interface Common {
  place: Place;
  load: Load;
}

export type Task = Common &
  (
    | {
        measure: 'throughput';
        subject: string;
        warmUpMs: number;
        measureMs: number;
      }
    | { measure: 'pickUp'; subject: string; samples: number }
    | { measure: 'stepCost'; subject: string }
    | { measure: 'waitingRuns'; runs: number; measureMs: number }
    | {
        measure: 'limit';
        /** An empty database of the same kind. */
        replayPlace: Place;
        captureMs: number;
        connections: number;
      }
  );

async function perform(task: Task): Promise<unknown> {
  const { place, load } = task;
  if (task.measure === 'limit') return performLimit(task);
  const serverProcessor = await serverProcessorOf(place);
  if (task.measure === 'waitingRuns') {
    const engine = await EmbeddedSubject.create(place, load);
    return measureWaitingRuns(engine, task, serverProcessor);
  }
  const subject = await createSubject(task.subject, place, load);
  switch (task.measure) {
    case 'throughput':
      return measureThroughput(subject, load, task, serverProcessor);
    case 'pickUp':
      return measurePickUp(subject, task.samples);
    default:
      return measureStepCost(subject, load.steps);
  }
}

function performLimit(task: Extract<Task, { measure: 'limit' }>) {
  const { place, replayPlace } = task;
  return place.kind === 'postgres'
    ? measurePostgresLimit({
        ...task,
        captureUrl: place.url,
        replayUrl: (replayPlace as typeof place).url,
      })
    : measureSqliteLimit({
        ...task,
        captureFile: place.file,
        replayFile: (replayPlace as typeof place).file,
      });
}

process.once('message', async (task: Task) => {
  try {
    const result = await perform(task);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
