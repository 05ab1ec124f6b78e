import {
  RunStreamFrame,
  RunUpdate,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { isGone } from '../states/describeError';
import { backoffDelay } from './backoff';
import { Connection, ConnectionStatus } from './connection';

/** After this many failures in a row the run is polled, while the stream is tried on. */
const FAILURES_BEFORE_POLLING = 3;
const POLL_MS = 3_000;
/** A poll that nobody answers must not keep the stream from being tried again. */
const POLL_LIMIT_MS = 30_000;
/** The server sends a heartbeat every 15 s; a stream that is silent for longer is dead. */
const SILENCE_MS = 40_000;
/** The last log lines and artifacts of a run arrive shortly after its end. */
const LINGER_MS = 2_000;
const FAILED_POLLS_BEFORE_DISCONNECTED = 2;

/**
 * How a connection went: `closed` in good order or after it had served, `failed` without a frame,
 * `over` for good.
 */
type StreamOutcome = 'closed' | 'failed' | 'over';

/** What a live run tells of. */
export interface LiveRunSink {
  /** Place in the log to stream from; undefined until the run has been loaded. */
  position(): number | undefined;
  hasEnded(): boolean;
  /** Whether the run is to be polled while the stream does not hold. */
  mayPoll(): boolean;
  update(update: RunUpdate): void;
  /** Loads the run anew; rejects where that fails. */
  reload(signal?: AbortSignal): Promise<void>;
  /** The run may no longer be read. */
  gone(): void;
}

/**
 * Follows one run: streams it, comes back when the connection breaks, polls when it does not hold
 * and somebody wants that, and stops at the run's end. However many components watch, there is one of it.
 */
export class LiveRun {
  private connection: Connection = { status: 'connecting', heardAt: null };
  private readonly listeners = new Set<() => void>();
  private readonly abort = new AbortController();
  private position: number | undefined;
  private failures = 0;
  private failedPolls = 0;

  constructor(
    private readonly api: WorkflowRunsApi,
    private readonly runId: string,
    private readonly sink: LiveRunSink,
    private readonly random: () => number = Math.random,
  ) {}

  /** Runs until the run has ended or {@link LiveRun.stop} is called. */
  async start(): Promise<void> {
    this.position = this.sink.position();
    while (!this.abort.signal.aborted) {
      if (this.sink.hasEnded()) {
        this.setStatus('ended');
        return;
      }
      const outcome = await this.streamOnce();
      if (outcome === 'over') return;
      this.failures = outcome === 'failed' ? this.failures + 1 : 0;
      if (!this.sink.hasEnded()) await this.recover();
    }
  }

  stop(): void {
    this.abort.abort();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getConnection = (): Connection => this.connection;

  private async streamOnce(): Promise<StreamOutcome> {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort();
    this.abort.signal.addEventListener('abort', giveUp);
    let silence = setTimeout(giveUp, SILENCE_MS);
    let linger: ReturnType<typeof setTimeout> | undefined;
    let heard = false;
    try {
      const frames = this.api.streamRun(this.runId, {
        after: this.position,
        signal: attempt.signal,
      });
      for await (const frame of frames) {
        if (this.abort.signal.aborted) return 'over';
        clearTimeout(silence);
        silence = setTimeout(giveUp, SILENCE_MS);
        heard = true;
        this.heard();
        if (!(await this.take(frame))) return 'over';
        if (this.sink.hasEnded()) linger ??= setTimeout(giveUp, LINGER_MS);
      }
    } catch (error) {
      if (this.sink.hasEnded()) return 'closed';
      this.failed(error);
      if (!this.abort.signal.aborted && isGone(error)) {
        this.sink.gone();
        this.setStatus('disconnected');
        return 'over';
      }
      heard = false;
    } finally {
      clearTimeout(silence);
      clearTimeout(linger);
      this.abort.signal.removeEventListener('abort', giveUp);
    }
    if (this.abort.signal.aborted) return 'over';
    // A proxy that closes streams at once must not make us run in a circle.
    return heard ? 'closed' : 'failed';
  }

  /** @returns whether the stream goes on */
  private async take(frame: RunStreamFrame): Promise<boolean> {
    this.failedPolls = 0;
    this.failed(undefined);
    this.setStatus('live');
    switch (frame.type) {
      case 'update':
        this.sink.update(frame.update);
        this.position = frame.position ?? this.position;
        return true;
      case 'heartbeat':
        this.position = frame.position ?? this.position;
        return true;
      case 'reset':
        await this.sink.reload();
        this.position = this.sink.position();
        return true;
      case 'gone':
        this.sink.gone();
        this.setStatus('disconnected');
        return false;
      default:
        // `reauth`: the server ends the stream, and the next request carries fresh credentials.
        return true;
    }
  }

  private async recover(): Promise<void> {
    const givesUp = this.failures >= FAILURES_BEFORE_POLLING;
    if (!givesUp || !this.sink.mayPoll()) {
      if (givesUp) this.setStatus('disconnected');
      else if (this.failures > 0) this.setStatus('reconnecting');
      await this.sleep(backoffDelay(Math.max(1, this.failures), this.random()));
      return;
    }
    const until = Date.now() + backoffDelay(this.failures, this.random());
    do {
      await this.poll();
      if (this.sink.hasEnded()) return;
      await this.sleep(POLL_MS);
    } while (Date.now() < until && !this.abort.signal.aborted);
  }

  private async poll(): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), POLL_LIMIT_MS);
    try {
      await this.sink.reload(limit.signal);
      this.position = this.sink.position() ?? this.position;
      this.failedPolls = 0;
      this.heard();
      // What was read may be as before; that it is newer is to be seen.
      if (this.connection.status === 'polling') this.tell();
      else this.setStatus('polling');
    } catch (error) {
      this.failed(error);
      this.failedPolls += 1;
      this.setStatus(
        this.failedPolls >= FAILED_POLLS_BEFORE_DISCONNECTED
          ? 'disconnected'
          : 'reconnecting',
      );
    } finally {
      clearTimeout(timer);
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(done, ms);
      const { signal } = this.abort;
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }

  private heard() {
    this.connection = { ...this.connection, heardAt: Date.now() };
  }

  /** Is told with the next change of the status. */
  private failed(error: unknown) {
    this.connection = { ...this.connection, error };
  }

  private setStatus(status: ConnectionStatus) {
    if (this.abort.signal.aborted || this.connection.status === status) return;
    this.connection = { ...this.connection, status };
    this.tell();
  }

  private tell() {
    this.listeners.forEach(listener => listener());
  }
}
