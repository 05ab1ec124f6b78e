import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { EngineLogLine } from 'backstage-plugin-workflow-runs-node';
import { PayloadReader } from '../payloads';
import { Description, eventIdOf, HistoryEvent } from './protobuf';

/** Which run of Temporal. */
export interface TemporalRun {
  namespace: string;
  workflowId: string;
  runId: string;
}

/**
 * What is known of a run of Temporal, and what it says to the portal. Events may be added page by page, in any order
 * and more than once; what is told follows from those from the first one to the first gap. Nothing is asked of
 * Temporal here, and payloads are decoded by codecs before (`decodePayloads`).
 */
export class RunHistory {
  readonly #run: TemporalRun;
  readonly #reader: PayloadReader;
  readonly #events = new Map<number, HistoryEvent>();
  #description: Description | undefined;

  static create(run: TemporalRun, reader: PayloadReader): RunHistory {
    return new RunHistory(run, reader);
  }

  private constructor(run: TemporalRun, reader: PayloadReader) {
    this.#run = run;
    this.#reader = reader;
  }

  add(events: readonly HistoryEvent[]): void {
    for (const event of events) this.#events.set(eventIdOf(event), event);
  }

  /** What the server says of the run as it stands: pending activities, and so on. The last one counts. */
  describe(description: Description): void {
    this.#description = description;
  }

  /** The id of the first event that is not known. */
  get nextEventId(): number {
    throw new Error('Not there yet');
  }

  /** Whether the event that ends the run is known: there are no more. */
  get isClosed(): boolean {
    throw new Error('Not there yet');
  }

  /** How many steps are not told of, because there are too many. */
  get notShown(): number {
    throw new Error('Not there yet');
  }

  /** How many payloads of what was told could not be read. */
  get undecodable(): number {
    return this.#reader.undecodable;
  }

  /** All that is known. */
  snapshot(): RunSnapshot {
    throw new Error(`Not there yet: ${this.#run} ${this.#description}`);
  }

  /** Of the runs that it has launched: that they are its children, and of which step. */
  children(): RunSnapshot[] {
    throw new Error('Not there yet');
  }

  /** Run id of the run that goes on from this one (continue-as-new, retry, cron) or does it anew (reset); else null. */
  get nextRunId(): string | null {
    throw new Error('Not there yet');
  }

  /** Its log, numbered by its events; lines up to that number are left out. */
  lines(_behind: number): EngineLogLine[] {
    throw new Error('Not there yet');
  }

  /** Key of the step that failed first, for good; null where none has. */
  get failedStep(): string | null {
    throw new Error('Not there yet');
  }

  /**
   * To which event the run has to be reset so that a step is done again (`workflowTaskFinishEventId`).
   *
   * @param stepKey - null: the beginning
   * @returns null where it cannot be, such as for a signal
   */
  resetPointOf(_stepKey: string | null): number | null {
    throw new Error('Not there yet');
  }

  /** Which steps run again after a reset to that event, and of which the outcome is kept. */
  stepsAgainFrom(_resetPoint: number): { again: string[]; kept: string[] } {
    throw new Error('Not there yet');
  }

  /** Temporal's id of the activity that a step is; null where it is none. */
  activityIdOf(_stepKey: string): string | null {
    throw new Error('Not there yet');
  }
}
