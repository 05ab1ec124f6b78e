import { RunUpdate } from '../api/streamRoutes';
import { Connection } from './connection';
import { Refresher } from './Refresher';

const POLL_MS = 3_000;
/** However many hints come of a run, it is read no more often than that. */
const HINT_MS = 1_000;
/** A poll that nobody answers must not be the last one. */
const POLL_LIMIT_MS = 30_000;
const FAILED_POLLS_BEFORE_DISCONNECTED = 2;
/** The last log lines and artifacts of a run arrive shortly after its end. */
const LINGER_MS = 2_000;

/** What a live run tells of. @public */
export interface LiveRunSink {
  /** Place in the log up to which the run is known; undefined until it has been loaded. */
  position(): number | undefined;
  hasEnded(): boolean;
  /** Whether the run is to be polled while the stream does not hold. */
  mayPoll(): boolean;
  /** How often to poll what would be polled this often, in milliseconds. */
  pollMs(ms: number): number;
  update(updates: RunUpdate[]): void;
  /** Loads the run anew; rejects where that fails. */
  reload(signal?: AbortSignal): Promise<void>;
  /** Whether it is in vain to poll again after that; where it is left out, it never is. */
  isRefusal?(error: unknown): boolean;
  /** The run may no longer be read; with how that was refused, where it was polled. */
  gone(error?: unknown): void;
  /** It is not to be followed any more. */
  over(): void;
}

/**
 * One run that is followed: takes what the stream of the tab tells of it, each of it once; polls while
 * that does not hold and somebody wants it; and is over at the run's end. However many components watch,
 * there is one of it.
 *
 * @public
 */
export class LiveRun {
  private connection: Connection;
  private readonly listeners = new Set<() => void>();
  private readonly abort = new AbortController();
  private stream: Connection;
  private position: number | undefined;
  private failedPolls = 0;
  private asking: Promise<void> | undefined;
  private readonly hints = new Refresher(() => this.askNow(), HINT_MS);
  private nextPoll: ReturnType<typeof setTimeout> | undefined;
  private linger: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly sink: LiveRunSink, stream: Connection) {
    this.stream = stream;
    this.connection = stream;
    this.position = sink.position();
    if (sink.hasEnded()) this.finish();
  }

  /** Behind which position the stream is to tell of it. */
  get after(): number | undefined {
    return this.position;
  }

  get isOver(): boolean {
    return this.abort.signal.aborted;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getConnection = (): Connection => this.connection;

  /** How it stands with the stream now. */
  streamIs(stream: Connection): void {
    if (this.isOver) return;
    if (this.stream.status !== stream.status) this.failedPolls = 0;
    this.stream = stream;
    if (stream.status !== 'disconnected') {
      clearTimeout(this.nextPoll);
      this.nextPoll = undefined;
      this.become(stream);
      return;
    }
    this.poll();
    // What is polled says by itself how it goes.
    if (!this.isPolling) this.become(stream);
  }

  /** What the stream tells, in its order. */
  take(updates: RunUpdate[]): void {
    if (this.isOver) return;
    const fresh = updates.flatMap(update => this.fresh(update));
    if (fresh.length === 0) return;
    this.sink.update(fresh);
    if (!this.sink.hasEnded()) return;
    this.linger ??= setTimeout(() => {
      this.linger = undefined;
      // Somebody may have opened it again.
      if (this.sink.hasEnded()) this.finish();
    }, LINGER_MS);
  }

  /** What happened is in no log any more. */
  async reset(): Promise<void> {
    // Where that fails, whoever looks again finds out; what the stream tells is right all the same.
    await this.reload();
  }

  /** Something has happened to it: it is polled at once, where it is polled. */
  hinted(): void {
    if (this.isPolling) this.hints.ask();
  }

  /** The reader may not see it any more. */
  gone(error?: unknown): void {
    if (this.isOver) return;
    this.become({ ...this.stream, status: 'disconnected' });
    this.stop();
    this.sink.gone(error);
    this.sink.over();
  }

  /** Polls where it does not do so yet, and is to. */
  poll(): void {
    if (this.isOver || this.stream.status !== 'disconnected') return;
    if (!this.isPolling && this.sink.mayPoll()) this.ask();
  }

  stop(): void {
    this.abort.abort();
    this.hints.stop();
    clearTimeout(this.linger);
    clearTimeout(this.nextPoll);
  }

  private get isPolling(): boolean {
    return this.asking !== undefined || this.nextPoll !== undefined;
  }

  /** Not waited for: it says itself how it went. */
  private ask(): void {
    this.asking = this.pollOnce();
  }

  /** What is being asked for may be of before. */
  private async askNow(): Promise<void> {
    await this.asking;
    if (this.nextPoll === undefined) return;
    clearTimeout(this.nextPoll);
    this.nextPoll = undefined;
    this.ask();
    await this.asking;
  }

  /** What of an update was not told yet: a stream that resumes may tell again what it has told. */
  private fresh(update: RunUpdate): RunUpdate[] {
    // Lines and progress have no place in the log.
    if (update.events.length === 0) return [update];
    const known = this.position ?? -1;
    const events = update.events.filter(({ position }) => position > known);
    if (events.length === 0) return [];
    this.position = events[events.length - 1].position;
    return [{ ...update, events }];
  }

  private async pollOnce(): Promise<void> {
    const error = await this.reload();
    this.asking = undefined;
    if (this.isOver) return;
    if (this.sink.hasEnded()) {
      this.finish();
      return;
    }
    // The stream is back: what it says counts.
    if (this.stream.status !== 'disconnected') return;
    if (error !== undefined && this.sink.isRefusal?.(error)) {
      this.gone(error);
      return;
    }
    this.failedPolls = error === undefined ? 0 : this.failedPolls + 1;
    this.become(this.polled(error));
    this.nextPoll = setTimeout(() => {
      this.nextPoll = undefined;
      if (this.sink.mayPoll()) this.ask();
      else this.become(this.stream);
    }, this.sink.pollMs(POLL_MS));
  }

  /** @returns why it failed; undefined where it did not */
  private async reload(): Promise<unknown> {
    const limit = new AbortController();
    const giveUp = () => limit.abort();
    const timer = setTimeout(giveUp, POLL_LIMIT_MS);
    this.abort.signal.addEventListener('abort', giveUp);
    try {
      await this.sink.reload(limit.signal);
      this.moveOn();
      return undefined;
    } catch (error) {
      return error ?? new Error('The run cannot be read');
    } finally {
      clearTimeout(timer);
      this.abort.signal.removeEventListener('abort', giveUp);
    }
  }

  private polled(error: unknown): Connection {
    if (error === undefined) {
      return {
        status: 'polling',
        heardAt: Date.now(),
        error: this.stream.error,
      };
    }
    const isLost = this.failedPolls >= FAILED_POLLS_BEFORE_DISCONNECTED;
    return {
      status: isLost ? 'disconnected' : 'reconnecting',
      heardAt: this.connection.heardAt,
      error,
    };
  }

  private moveOn() {
    const known = this.sink.position();
    if (known !== undefined) {
      this.position = Math.max(known, this.position ?? known);
    }
  }

  private finish() {
    this.become({ ...this.connection, status: 'ended' });
    this.stop();
    this.sink.over();
  }

  private become(connection: Connection) {
    if (this.isOver) return;
    this.connection = connection;
    this.listeners.forEach(listener => listener());
  }
}
