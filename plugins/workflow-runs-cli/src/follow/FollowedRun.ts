import type {
  RunStreamFrame,
  RunUpdate,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import {
  applyUpdate,
  type Connection,
  hasEnded,
  LiveConnection,
  LiveRun,
  type LiveSource,
  loadRun,
  type KnownRun,
  withNewer,
} from 'backstage-plugin-workflow-runs-common';
import { CliError } from '../cli/CliError';
import { isRefusal } from '../connection/isRefusal';
import { exitCodes } from '../exitCodes';
import { terminalTab } from './terminalTab';

/** What is asked of the server to follow a run. */
export type FollowClient = Pick<WorkflowRunsClient, 'call' | 'streamRun'>;

/**
 * A run as it is from moment to moment, by the same stream, resuming and polling as in a browser. It is over at
 * the run's end, when the last lines of its log have had time to come.
 */
export class FollowedRun implements LiveSource<string, RunStreamFrame> {
  private snapshot: KnownRun;
  private problem: unknown;
  /** How often it was begun to follow it, or looked at as a whole. */
  private readings = 0;
  private readonly listeners = new Set<() => void>();
  private readonly stream: LiveConnection<string, RunStreamFrame>;
  private readonly live: LiveRun;

  /** Loads the run and follows it; rejects where it cannot be read. */
  static async follow(
    client: FollowClient,
    runId: string,
    signal?: AbortSignal,
    load: typeof loadRun = loadRun,
  ): Promise<FollowedRun> {
    const snapshot = await load(client, runId, signal);
    return new FollowedRun(client, snapshot, load);
  }

  private constructor(
    private readonly client: FollowClient,
    snapshot: KnownRun,
    private readonly load: typeof loadRun,
  ) {
    this.snapshot = snapshot;
    this.stream = new LiveConnection(this, terminalTab);
    this.live = new LiveRun(
      {
        position: () => this.snapshot.run.position,
        hasEnded: () => hasEnded(this.snapshot.run.status),
        mayPoll: () => true,
        pollMs: ms => ms,
        update: updates => this.update(updates),
        reload: signal => this.reload(signal),
        isRefusal,
        gone: error => {
          this.problem = error ?? runIsGone();
        },
        over: () => this.leaveStream(),
      },
      this.stream.getConnection(),
    );
    if (this.live.isOver) return;
    this.stream.subscribe(() =>
      this.live.streamIs(this.stream.getConnection()),
    );
    this.live.subscribe(() => this.tell());
    this.stream.want(snapshot.run.id);
  }

  getSnapshot(): KnownRun {
    return this.snapshot;
  }

  getConnection(): Connection {
    return this.live.getConnection();
  }

  /** Nothing more will be told of it. */
  get isOver(): boolean {
    return this.live.isOver;
  }

  /**
   * Another one whenever its log may have lines that were not there before: of those that came while there was no
   * stream, none tells.
   */
  stamp(): string {
    return `${this.readings}/${this.snapshot.logSequence}`;
  }

  /** Why it is over before its end. */
  get error(): unknown {
    return this.problem;
  }

  /** @returns how to listen no more */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.live.stop();
    this.leaveStream();
  }

  open(
    runId: string,
    options: { after: number | undefined; signal: AbortSignal },
  ): AsyncIterable<RunStreamFrame> {
    // What was polled meanwhile need not be told again.
    const after = Math.max(options.after ?? 0, this.live.after ?? 0);
    return this.client.streamRun(runId, { ...options, after });
  }

  opened(): void {
    this.readings += 1;
    this.tell();
  }

  receive(frames: RunStreamFrame[]): void {
    for (const frame of frames) {
      if (frame.type === 'update') this.live.take([frame.update]);
      else if (frame.type === 'reset') this.live.reset();
      else if (frame.type === 'gone') this.live.gone();
    }
  }

  private update(updates: RunUpdate[]) {
    this.snapshot = updates.reduce(applyUpdate, this.snapshot);
    this.tell();
  }

  private async reload(signal?: AbortSignal) {
    const before = this.snapshot;
    const loaded = await this.load(this.client, before.run.id, signal);
    const now = this.snapshot;
    // The stream may have told of more while the answer was on its way.
    this.snapshot = now === before ? loaded : withNewer(loaded, now);
    this.readings += 1;
    this.tell();
  }

  private leaveStream() {
    this.stream.want(undefined);
    this.tell();
  }

  private tell() {
    for (const listener of this.listeners) listener();
  }
}

function runIsGone(): CliError {
  return new CliError(
    'The run is not there any more, or may not be seen any more',
    { exitCode: exitCodes.notFound },
  );
}
