import { commandedBy, Head, headIdOf, headOf, StepKind } from './heads';
import { outcomeOf } from './endings';
import { localActivityOf } from './localActivities';
import { fitting } from './names';
import { PayloadReader } from '../payloads';
import { EventType, eventIdOf, HistoryEvent, UpdateRequest } from './protobuf';

/** Characters of a key that are kept free to tell the second of a name from the first. */
const SUFFIX = 8;
/** Steps that one comes after, at most: the last ones are those that it has waited for. */
const MAX_CAUSES = 50;

/** A step: the event that it begins with, and those that go on with it. */
export interface StepGroup {
  kind: StepKind;
  key: string;
  /** Its place among the steps of the run, from 1 on. */
  number: number;
  head: HistoryEvent;
  followers: HistoryEvent[];
  /** Id of the completed workflow task by which the workflow has asked for it; 0 where it has not. */
  task: number;
  dependsOn: string[];
}

/**
 * Groups the events of a run by steps, one event after the other.
 *
 * Temporal does not say what a step waited for, but it says in which order the workflow was told of things, and what
 * it asked for then. So a step comes after all that the workflow was told the end of since it last asked for
 * something, and those that it asks for at once go side by side. For a sequence, a fan-out and the fan-in behind it
 * that is what their author has written; where a workflow does several things at the same time, it is still true that
 * the one came after the other.
 */
export class StepGroups {
  readonly #reader: PayloadReader;
  readonly #byHead = new Map<number, StepGroup>();
  readonly #byKey = new Map<string, StepGroup>();
  readonly #counts = new Map<string, number>();
  /** What has ended since the workflow last asked for a step. */
  #ended: string[] = [];
  /** The workflow task that the latest steps were asked for by, and what these come after. */
  #asking = { task: 0, causes: [] as string[] };
  #lastTask = 0;
  /** Requests of updates that a reset has brought along: they are not written again when they are accepted. */
  readonly #admitted = new Map<string, UpdateRequest>();

  constructor(reader: PayloadReader) {
    this.#reader = reader;
  }

  get size(): number {
    return this.#byHead.size;
  }

  /** In the order of their heads. */
  all(): StepGroup[] {
    return [...this.#byHead.values()];
  }

  hasOpenActivity(): boolean {
    return this.all().some(
      ({ kind, followers }) =>
        kind === 'activity' && !followers.some(outcomeOf),
    );
  }

  byKey(key: string): StepGroup | undefined {
    return this.#byKey.get(key);
  }

  /** The step that an event belongs to. */
  of(event: HistoryEvent): StepGroup | undefined {
    return (
      this.#byHead.get(eventIdOf(event)) ?? this.#byHead.get(headIdOf(event))
    );
  }

  add(written: HistoryEvent): void {
    const event = this.#withRequest(written);
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) {
      this.#lastTask = eventIdOf(event);
      return;
    }
    const head = headOf(event) ?? localActivityHead(event, this.#reader);
    if (head) {
      this.#open(event, head);
      return;
    }
    const group = this.#byHead.get(headIdOf(event));
    if (!group) return;
    group.followers.push(event);
    if (outcomeOf(event) && isTold(event)) this.#ended.push(group.key);
  }

  #withRequest(event: HistoryEvent): HistoryEvent {
    const { request } =
      event.workflowExecutionUpdateAdmittedEventAttributes ?? {};
    if (request) this.#admitted.set(request.meta?.updateId ?? '', request);
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (!accepted || accepted.acceptedRequest) return event;
    const acceptedRequest = this.#admitted.get(
      accepted.protocolInstanceId ?? '',
    );
    return {
      ...event,
      workflowExecutionUpdateAcceptedEventAttributes: {
        ...accepted,
        acceptedRequest,
      },
    };
  }

  #open(event: HistoryEvent, { kind, name }: Head): void {
    const task = commandedBy(event);
    const key = this.#newKey(name);
    const group: StepGroup = {
      kind,
      key,
      number: this.#byHead.size + 1,
      head: event,
      followers: [],
      // An update is accepted by the workflow task before it.
      task: kind === 'update' ? this.#lastTask : task,
      dependsOn: task > 0 ? this.#causesOf(task, kind) : [],
    };
    this.#byHead.set(eventIdOf(event), group);
    this.#byKey.set(key, group);
    const isOver = kind === 'localActivity' || kind === 'signal';
    if (isOver || kind === 'update') this.#ended.push(key);
  }

  #causesOf(task: number, kind: StepKind): string[] {
    const hasNews = this.#ended.length > 0;
    if (task !== this.#asking.task) {
      this.#asking = { task, causes: this.#latestEnds() };
    } else if (kind !== 'localActivity' && hasNews) {
      // Local activities end within the workflow task: what is asked for behind them comes after them.
      this.#asking.causes = this.#latestEnds();
    }
    return this.#asking.causes;
  }

  #latestEnds(): string[] {
    const ends = this.#ended.slice(-MAX_CAUSES).sort();
    this.#ended = [];
    return ends;
  }

  /** The name, and for the second of it and later ones which one it is. */
  #newKey(name: string): string {
    const base = fitting(name, 128 - SUFFIX);
    let count = (this.#counts.get(base) ?? 0) + 1;
    let key = count === 1 ? base : `${base}#${count}`;
    while (this.#byKey.has(key)) {
      count += 1;
      key = `${base}#${count}`;
    }
    this.#counts.set(base, count);
    return key;
  }
}

function localActivityHead(
  event: HistoryEvent,
  reader: PayloadReader,
): Head | undefined {
  const local = localActivityOf(event, reader);
  return local && { kind: 'localActivity', name: local.type };
}

/** Whether the workflow was told of an end: some it brings about itself. */
function isTold({ eventType }: HistoryEvent): boolean {
  return (
    eventType !== EventType.EVENT_TYPE_TIMER_CANCELED &&
    eventType !== EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED
  );
}
