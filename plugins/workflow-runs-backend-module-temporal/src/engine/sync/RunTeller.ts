import { temporal } from '@temporalio/proto';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { RunSink, SyncKind } from 'backstage-plugin-workflow-runs-node';
import { CodecAway } from '../../client/RemoteCodec';
import { TemporalRefusal } from '../../client/failureOf';
import {
  Description,
  ExecutionInfo,
  headerOf,
  RunHistory,
  summaryOf,
} from '../../map';
import { Execution } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';
import { copyOf, markOf, markOfListed } from './marks';
import { readHistory } from './readHistory';
import { Recent } from './Recent';

const { WorkflowExecutionStatus: Status } = temporal.api.enums.v1;

const OPEN: readonly unknown[] = [
  Status.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
  Status.WORKFLOW_EXECUTION_STATUS_RUNNING,
  Status.WORKFLOW_EXECUTION_STATUS_PAUSED,
];
/** Executions that have ended and were told of whole: lists name them again. */
const TOLD = 20_000;
/** Open executions of which is known how they were told of, whether or not there is room for their histories. */
const STANDING = 20_000;

/** How soon what is open is told of again where nothing has changed, in milliseconds: to compare takes long, too. */
const REST_MS = 20_000;
/** So long other passes leave what is open to the one that is about it, in milliseconds. */
const SWEPT_MS = 30_000;
/** Steps of an execution of which all is told again where nothing has changed: to compare more takes long. */
const COMPARED = 100;

/** An open execution as it was read last. */
export interface FollowedRun {
  history: RunHistory;
  snapshot: RunSnapshot;
  /** Of children that were told of: what is told of them does not change. */
  children: Set<string>;
}

/** How an open execution was told of last. */
interface Standing {
  /** Of the description that was told of. */
  mark: string;
  /** Epoch milliseconds. */
  toldAt: number;
  /** When the pass over what is open came to it last. */
  sweptAt: number;
}

/** Histories of open executions, by instance and run id; the portal is as right without them, and asks more. */
export type FollowedRuns = Recent<FollowedRun>;

/** An execution that is to be told of. */
export interface TellOptions {
  execution: Execution;
  /** What a list has said of it; without, it is asked for whatever was told before. */
  listed?: ExecutionInfo;
  /** What is asked for. */
  kind: SyncKind;
  sink: RunSink;
  signal: AbortSignal;
}

/** What telling of an execution took. */
export interface Told {
  /** Calls. */
  requests: number;
  /** Run id of the execution that goes on from it, or does it anew. */
  next: string | null;
  /** Temporal was asked for it, and does not know it. */
  isGone?: boolean;
}

/**
 * Tells of executions, as deep as it must be:
 *
 * - Of what has ended the list says enough to know it; its history is read once, for it does not change any more.
 * - Of what is open lists say nothing new: not even the length of its history. It is described, each time, for only
 *   the description knows of attempts that have failed; where that has changed, the events that are new are read.
 */
export class RunTeller {
  readonly #told = new Recent<string>(TOLD);
  readonly #standing = new Recent<Standing>(STANDING);

  constructor(
    private readonly options: {
      namespace: TemporalNamespace;
      /** Names the instance among those that share what is followed. */
      instance: string;
      followed: FollowedRuns;
      now: () => number;
    },
  ) {}

  /** @throws CodecAway where payloads could not be read: it was told of without them */
  async tell(options: TellOptions): Promise<Told> {
    const { listed } = options;
    if (listed && this.isFree({ ...options, listed }))
      return { requests: 0, next: null };
    const isOver = listed !== undefined && !isOpen(listed);
    const described = isOver ? undefined : await this.#describe(options);
    if (!isOver && !described) return { requests: 1, next: null, isGone: true };
    const description = described ?? { workflowExecutionInfo: copyOf(listed!) };
    try {
      const told = await this.#tell(options, description, isOver);
      return { ...told, requests: told.requests + (described ? 1 : 0) };
    } catch (error) {
      if (error instanceof CodecAway) {
        const { sink } = options;
        await sink.observe(this.#header(description.workflowExecutionInfo!));
      }
      throw error;
    }
  }

  /** Whether nothing has to be asked for to tell of it: it was told of, or the pass over what is open does it. */
  isFree({
    execution,
    kind,
    listed,
  }: Pick<TellOptions, 'execution' | 'kind'> & {
    listed: ExecutionInfo;
  }): boolean {
    if (!isOpen(listed))
      return this.#told.get(execution.runId) === markOfListed(listed);
    const standing = this.#standing.get(execution.runId);
    return (
      kind !== 'open' &&
      standing !== undefined &&
      this.options.now() - standing.sweptAt < SWEPT_MS
    );
  }

  /** Whether an execution was told of by this process; it may have forgotten. */
  hasTold(runId: string): boolean {
    return (
      this.#standing.get(runId) !== undefined ||
      this.#told.get(runId) !== undefined
    );
  }

  async #tell(
    { execution, kind, listed, sink, signal }: TellOptions,
    description: Description,
    isOver: boolean,
  ): Promise<Told> {
    const { namespace, instance, followed, now } = this.options;
    const key = `${instance}/${execution.runId}`;
    const info = description.workflowExecutionInfo!;
    const known = followed.get(key);
    const standing = this.#standing.get(execution.runId);
    const mark = markOf(description);
    const sweptAt = kind === 'open' ? now() : standing?.sweptAt ?? -Infinity;
    if (listed && standing?.mark === mark) {
      standing.sweptAt = sweptAt;
      const mayRest = kind === 'open' && now() - standing.toldAt < REST_MS;
      if (!mayRest) {
        standing.toldAt = now();
        await sink.observe(this.#again(known, info));
      }
      return { requests: 0, next: null };
    }
    const history = known?.history ?? this.#historyOf(execution);
    let requests: number;
    try {
      requests = await readHistory({
        namespace,
        execution,
        history,
        length: isOver ? undefined : Number(info.historyLength ?? 0),
        signal,
      });
    } catch (error) {
      if (!isGone(error)) throw error;
      await namespace.decode(info);
      await sink.observe(summaryOf(info, namespace.name, namespace.reader()));
      return { requests: 1, next: null };
    }
    history.describe(await namespace.decode(description));
    const snapshot = withStatus(history.snapshot(), info);
    const children = known?.children ?? new Set<string>();
    const run = { history, snapshot, children };
    await this.#say(run, sink);
    if (isOver || history.isClosed) {
      followed.delete(key);
      this.#standing.delete(execution.runId);
      // What was refused would be refused again.
      if (listed) this.#told.set(execution.runId, markOfListed(listed));
    } else {
      followed.set(key, run, weightOf(info));
      this.#standing.set(execution.runId, { mark, toldAt: now(), sweptAt });
    }
    return { requests, next: history.nextRunId };
  }

  /** What is told again where nothing has changed: that it is there, and all of it where that is little. */
  #again(known: FollowedRun | undefined, info: ExecutionInfo): RunSnapshot {
    return known && known.snapshot.steps.length <= COMPARED
      ? known.snapshot
      : this.#header(info);
  }

  async #say(
    { history, snapshot, children }: FollowedRun,
    sink: RunSink,
  ): Promise<void> {
    const { runId, outcome } = await sink.observe(snapshot);
    if (runId === null || outcome === 'gone') return;
    for (const child of history.children()) {
      if (children.has(child.nativeId)) continue;
      await sink.observe(child);
      children.add(child.nativeId);
    }
    const lines = history.lines(await sink.recorded(snapshot));
    if (lines.length > 0) await sink.record(snapshot, lines);
  }

  /** @returns undefined where there is no such execution */
  async #describe({
    execution,
    signal,
  }: TellOptions): Promise<Description | undefined> {
    const { namespace } = this.options;
    try {
      return await namespace.call({ signal }, api =>
        api.describeWorkflowExecution({ namespace: namespace.name, execution }),
      );
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  #historyOf(execution: Execution): RunHistory {
    const { namespace } = this.options;
    return RunHistory.create(
      { namespace: namespace.name, ...execution },
      namespace.reader(),
    );
  }

  /** That it is there, without anything that has payloads. */
  #header(info: ExecutionInfo): RunSnapshot {
    const { namespace } = this.options;
    return headerOf(
      { ...info, memo: null, searchAttributes: null },
      namespace.name,
      namespace.reader(),
    );
  }
}

export function isOpen({ status }: ExecutionInfo): boolean {
  return OPEN.includes(status ?? 0) || Status[status!] === undefined;
}

/** A status that has no name here is of a newer server, and no end. */
function withStatus(
  snapshot: RunSnapshot,
  { status }: ExecutionInfo,
): RunSnapshot {
  const { nativeStatus } = snapshot;
  if (!nativeStatus || Status[status ?? 0] !== undefined) return snapshot;
  const value = `Status ${status}`;
  return { ...snapshot, nativeStatus: { at: nativeStatus.at + 1, value } };
}

function isGone(error: unknown): boolean {
  // An id that cannot be is of no execution either.
  return error instanceof TemporalRefusal && (error.isGone || error.isUnknown);
}

/** Bytes, as Temporal keeps them; here they take some times that. */
function weightOf({ historySizeBytes }: ExecutionInfo): number {
  return Math.max(1, Number(historySizeBytes ?? 0));
}
