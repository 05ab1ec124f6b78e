import { PayloadReader } from '../payloads';
import { PendingActivity, PendingNexusOperation } from './protobuf';

/** What is known of the run that a step is of. */
export interface StepContext {
  reader: PayloadReader;
  /** The queue of the run. */
  taskQueue: string;
  /** When the run has ended; undefined while it is open. */
  closedAt: number | undefined;
  /** What the server says of activities that are not over, by Temporal's id of them. */
  pendingActivities: ReadonlyMap<string, PendingActivity>;
  /** The highest attempt of an activity that the server has ever named, by the same id. */
  attemptsSeen: ReadonlyMap<string, number>;
  /** What it says of Nexus operations, by the event that they begin with. */
  pendingNexusOperations: ReadonlyMap<number, PendingNexusOperation>;
}
