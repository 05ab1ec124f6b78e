import {
  MAX_OBSERVED_STEPS,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { EngineLogLine } from 'backstage-plugin-workflow-runs-node';
import { PayloadReader } from '../payloads';
import { RunAttributes } from './RunAttributes';
import { childrenOf } from './children';
import { StepGroups } from './groups';
import { linesOf } from './lines';
import {
  againFrom,
  failedStepOf,
  firstResetPointOf,
  resetPointOf,
} from './resets';
import { isResetInto, isRunEnd, RunEvents, successorOf } from './run';
import { snapshotOf } from './snapshotOf';
import { StepContext } from './StepContext';
import { stepOf } from './steps';
import {
  Description,
  eventIdOf,
  eventTimeOf,
  HistoryEvent,
  numberOf,
} from './protobuf';

/** Which run of Temporal. */
export interface TemporalRun {
  namespace: string;
  workflowId: string;
  runId: string;
}

/**
 * What is known of a run of Temporal, and what it says to the portal. Events may be added page by page, in any order
 * and more than once; what is told follows from those from the first one to the first gap, so that what was told of
 * earlier events never changes. Nothing is asked of Temporal here, and codecs have decoded the payloads before
 * (`decodePayloads`).
 */
export class RunHistory {
  readonly #run: TemporalRun;
  readonly #reader: PayloadReader;
  /** Those behind a gap. */
  readonly #ahead = new Map<number, HistoryEvent>();
  readonly #events: HistoryEvent[] = [];
  readonly #groups: StepGroups;
  readonly #attributes: RunAttributes;
  readonly #ofRun: Partial<RunEvents> & { paused: HistoryEvent[] } = {
    paused: [],
  };
  readonly #attemptsSeen = new Map<string, number>();
  #description: Description | undefined;

  static create(run: TemporalRun, reader: PayloadReader): RunHistory {
    return new RunHistory(run, reader);
  }

  private constructor(run: TemporalRun, reader: PayloadReader) {
    this.#run = run;
    this.#reader = reader;
    this.#groups = new StepGroups(reader);
    this.#attributes = new RunAttributes(reader);
  }

  add(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      const id = eventIdOf(event);
      if (id >= this.nextEventId) this.#ahead.set(id, event);
    }
    let next = this.#ahead.get(this.nextEventId);
    while (next) {
      this.#ahead.delete(this.nextEventId);
      this.#take(next);
      next = this.#ahead.get(this.nextEventId);
    }
  }

  /** What the server says of the run as it stands: pending activities, and so on. The last one counts. */
  describe(description: Description): void {
    this.#description = description;
    for (const { activityId, attempt } of description.pendingActivities ?? []) {
      const seen = this.#attemptsSeen.get(activityId ?? '') ?? 1;
      const known = Math.max(seen, attempt ?? 1);
      this.#attemptsSeen.set(activityId ?? '', known);
    }
  }

  /** The id of the first event that is not known. */
  get nextEventId(): number {
    return this.#events.length + 1;
  }

  /** Whether the event that ends the run is known: there are no more. */
  get isClosed(): boolean {
    return this.#ofRun.closed !== undefined;
  }

  /** How many steps are not told of, because there are too many. */
  get notShown(): number {
    return Math.max(0, this.#groups.size - MAX_OBSERVED_STEPS);
  }

  /** How many payloads of what was told could not be read. */
  get undecodable(): number {
    return this.#reader.undecodable;
  }

  /**
   * Whether only a description knows how far an activity came: its history does not say it while it is open, nor when
   * the run ends around it, and the server still does when it is asked then.
   */
  get needsDescription(): boolean {
    return (
      this.#description?.pendingActivities === undefined &&
      this.#groups.hasOpenActivity()
    );
  }

  /** All that is known. */
  snapshot(): RunSnapshot {
    const { started } = this.#ofRun;
    const context = this.#context();
    return snapshotOf(this.#run, {
      events: started && { ...this.#ofRun, started },
      description: this.#description,
      attributes: this.#attributes,
      reader: this.#reader,
      steps: this.#groups
        .all()
        .slice(0, MAX_OBSERVED_STEPS)
        .map(group => stepOf(group, context)),
    });
  }

  /** Of the runs that it has launched: that they are its children, and of which step. */
  children(): RunSnapshot[] {
    return this.#groups
      .all()
      .slice(0, MAX_OBSERVED_STEPS)
      .flatMap(group => childrenOf(group, this.#run));
  }

  /** Run id of the run that goes on from this one (continue-as-new, retry, cron) or does it anew (reset); else null. */
  get nextRunId(): string | null {
    const reset = this.#description?.workflowExtendedInfo?.resetRunId;
    return reset || successorOf(this.#ofRun.closed);
  }

  /** Its log, numbered by its events; lines up to that number are left out. */
  lines(behind: number): EngineLogLine[] {
    let steps = 0;
    return this.#events
      .flatMap(event => {
        const group = this.#groups.of(event);
        const isHead = group && eventIdOf(group.head) === eventIdOf(event);
        if (isHead) steps += 1;
        const isShown = !group || group.number <= MAX_OBSERVED_STEPS;
        return linesOf(event, {
          group,
          isShown,
          isFirstNotShown: isHead === true && steps === MAX_OBSERVED_STEPS + 1,
          reader: this.#reader,
          notShown: Math.max(0, steps - MAX_OBSERVED_STEPS),
        });
      })
      .filter(({ number }) => number > behind);
  }

  /** Key of the step that failed first, for good; null where none has. */
  get failedStep(): string | null {
    return failedStepOf(this.#groups.all())?.key ?? null;
  }

  /**
   * To which event the run has to be reset so that a step is done again (`workflowTaskFinishEventId`).
   *
   * @param stepKey - null: the beginning
   * @returns null where it cannot be, such as for a signal
   */
  resetPointOf(stepKey: string | null): number | null {
    if (stepKey === null) return firstResetPointOf(this.#events);
    return resetPointOf(this.#groups.byKey(stepKey));
  }

  /** Which steps run again after a reset to that event, and of which the outcome is kept. */
  stepsAgainFrom(resetPoint: number): { again: string[]; kept: string[] } {
    return againFrom(this.#groups.all(), resetPoint);
  }

  /** Temporal's id of the activity that a step is; null where it is none. */
  activityIdOf(stepKey: string): string | null {
    const about =
      this.#groups.byKey(stepKey)?.head.activityTaskScheduledEventAttributes;
    return about?.activityId ?? null;
  }

  #take(event: HistoryEvent): void {
    this.#events.push(event);
    this.#groups.add(event);
    this.#attributes.add(event);
    const about = this.#ofRun;
    if (event.workflowExecutionStartedEventAttributes) about.started ??= event;
    else if (event.workflowTaskStartedEventAttributes) about.taken ??= event;
    else if (isResetInto(event, this.#run.runId)) about.reset ??= event;
    else if (isRunEnd(event)) about.closed ??= event;
    else if (
      event.workflowExecutionPausedEventAttributes ||
      event.workflowExecutionUnpausedEventAttributes
    ) {
      about.paused.push(event);
    }
  }

  #context(): StepContext {
    const { started, closed } = this.#ofRun;
    const { pendingActivities, pendingNexusOperations } =
      this.#description ?? {};
    const about = started?.workflowExecutionStartedEventAttributes;
    return {
      reader: this.#reader,
      taskQueue: about?.taskQueue?.name ?? '',
      closedAt: closed && eventTimeOf(closed),
      attemptsSeen: this.#attemptsSeen,
      pendingActivities: new Map(
        (pendingActivities ?? []).map(each => [each.activityId ?? '', each]),
      ),
      pendingNexusOperations: new Map(
        (pendingNexusOperations ?? []).map(each => [
          numberOf(each.scheduledEventId),
          each,
        ]),
      ),
    };
  }
}
