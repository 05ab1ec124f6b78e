import { backoffDelay } from './backoff';
import { Batch } from './Batch';
import { Connection, ConnectionStatus } from './connection';
import { stoppable } from './stoppable';
import { Tab, TabEvent } from './tab';

/** After this many failures in a row whoever watches reads again and again, while the stream is tried on. */
const FAILURES_BEFORE_DISCONNECTED = 3;
/** The server says at once that it is there. Something that holds back what it says will not get better. */
const FIRST_FRAME_MS = 8_000;
/** The server sends a heartbeat every 15 s: one that is late is told of, and a stream that is silent is dead. */
const LATE_MS = 20_000;
const SILENCE_MS = 40_000;
/** Components of one page mount within a moment: the stream is opened once for all of them. */
const SETTLE_MS = 50;
/** Who looks at another tab for a moment misses nothing; who stays away costs nothing. */
const HIDDEN_MS = 60_000;

/** What of the log a frame tells. @public */
export interface Positioned {
  type: string;
  /** Up to here all has been told; null or missing where it tells nothing of the log. */
  position?: number | null;
}

/** What a connection streams, from where, and to whom. @public */
export interface LiveSource<Wanted, Frame extends Positioned> {
  /** @param options - `after`: behind which position; undefined is the head of the log */
  open(
    wanted: Wanted,
    options: { after: number | undefined; signal: AbortSignal },
  ): AsyncIterable<Frame>;
  /** The stream is there, with all that is wanted, from that position on. */
  opened(wanted: Wanted, after: number | undefined): void;
  /** What has arrived within one frame of the screen, in its order. */
  receive(frames: Frame[]): void;
}

/** How an attempt went: `held` for a while, `failed`, told to be made `anew`. */
type Outcome = 'held' | 'failed' | 'anew';

/**
 * The one stream of a tab. It comes back when it breaks, later and later while that fails; resumes behind
 * what it has told; is opened anew when something else is wanted; and rests while nobody looks.
 *
 * @public
 */
export class LiveConnection<Wanted, Frame extends Positioned> {
  private connection: Connection = { status: 'connecting', heardAt: null };
  private readonly listeners = new Set<() => void>();
  private wanted: Wanted | undefined;
  private changing: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private following: AbortController | undefined;
  private attempt: AbortController | undefined;
  private told: number | undefined;
  private failures = 0;
  private resting = false;
  private wake = () => {};
  private giveUp = () => {};
  private readonly batch: Batch<Frame>;

  constructor(
    private readonly source: LiveSource<Wanted, Frame>,
    private readonly tab: Tab,
    private readonly random: () => number = Math.random,
  ) {
    this.batch = new Batch(frames => source.receive(frames));
  }

  /** Streams this from now on, behind what was told already; nothing where it is undefined. */
  want(wanted: Wanted | undefined): void {
    this.wanted = wanted;
    clearTimeout(this.changing);
    this.changing = setTimeout(() => this.change(), SETTLE_MS);
  }

  /** Does not wait any longer before the next attempt. */
  retry(): void {
    this.wake();
  }

  /** Up to where the log has been told. */
  getPosition = (): number | undefined => this.told;

  getConnection = (): Connection => this.connection;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private change() {
    if (this.wanted === undefined) {
      this.stop();
    } else if (this.following) {
      this.attempt?.abort();
    } else {
      this.following = new AbortController();
      this.follow(this.following.signal);
    }
  }

  private stop() {
    this.following?.abort();
    this.following = undefined;
    this.attempt?.abort();
    this.wake();
    this.batch.flush();
    clearTimeout(this.hiding);
    this.told = undefined;
    this.failures = 0;
    this.resting = false;
    this.connection = { status: 'connecting', heardAt: null };
    this.tell();
  }

  private async follow(stopped: AbortSignal) {
    const leave = this.tab.subscribe(event => this.onTab(event));
    if (this.tab.isHidden()) this.onTab('hidden');
    while (!stopped.aborted) {
      if (this.resting) {
        this.setStatus('paused');
        await this.sleep(null);
        continue;
      }
      const outcome = await this.streamOnce(stopped);
      if (stopped.aborted) break;
      if (outcome === 'anew') continue;
      this.failures = outcome === 'failed' ? this.failures + 1 : 0;
      this.setFailed();
      await this.sleep(backoffDelay(Math.max(1, this.failures), this.random()));
    }
    leave();
  }

  private async streamOnce(stopped: AbortSignal): Promise<Outcome> {
    const attempt = new AbortController();
    this.attempt = attempt;
    const wanted = this.wanted!;
    const after = this.told;
    let dead = false;
    const giveUp = () => {
      dead = true;
      attempt.abort();
    };
    this.giveUp = giveUp;
    let silence = setTimeout(giveUp, FIRST_FRAME_MS);
    let late: ReturnType<typeof setTimeout> | undefined;
    let heard = false;
    try {
      const { signal } = attempt;
      const frames = this.source.open(wanted, { after, signal });
      for await (const frame of stoppable(frames, signal)) {
        if (signal.aborted) break;
        clearTimeout(silence);
        clearTimeout(late);
        silence = setTimeout(giveUp, SILENCE_MS);
        late = setTimeout(() => this.setStatus('delayed'), LATE_MS);
        this.hear();
        if (!heard) this.source.opened(wanted, after);
        heard = true;
        this.told = frame.position ?? this.told;
        this.batch.add(frame);
      }
    } catch (error) {
      if (!attempt.signal.aborted) {
        this.fail(error);
        return 'failed';
      }
    } finally {
      clearTimeout(silence);
      clearTimeout(late);
      if (this.attempt === attempt) this.attempt = undefined;
    }
    if (stopped.aborted) return 'anew';
    if (dead) {
      // What held it back once holds it back again.
      if (!heard) this.failures = FAILURES_BEFORE_DISCONNECTED;
      return 'failed';
    }
    if (attempt.signal.aborted) return 'anew';
    // A proxy that closes streams at once must not make us run in a circle.
    return heard ? 'held' : 'failed';
  }

  private onTab(event: TabEvent) {
    if (event === 'hidden') {
      clearTimeout(this.hiding);
      this.hiding = setTimeout(() => this.rest(), HIDDEN_MS);
      return;
    }
    if (event === 'shown') {
      clearTimeout(this.hiding);
      this.resting = false;
    }
    if (this.resting) return;
    if (event === 'offline') {
      // The stream would only be silent.
      this.failures = FAILURES_BEFORE_DISCONNECTED;
      this.giveUp();
      this.setFailed();
    } else {
      this.wake();
    }
  }

  private rest() {
    this.resting = true;
    this.attempt?.abort();
    this.wake();
  }

  /** @param ms - null: until somebody wakes it */
  private sleep(ms: number | null): Promise<void> {
    return new Promise(resolve => {
      const timer = ms === null ? undefined : setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.wake = done;
    });
  }

  private hear() {
    this.connection = {
      status: this.connection.status,
      heardAt: Date.now(),
      error: undefined,
    };
    this.setStatus('live');
  }

  /** Is told with the next change of the status. */
  private fail(error: unknown) {
    this.connection = { ...this.connection, error };
  }

  private setFailed() {
    if (this.failures === 0) return;
    this.setStatus(
      this.failures >= FAILURES_BEFORE_DISCONNECTED
        ? 'disconnected'
        : 'reconnecting',
    );
  }

  private setStatus(status: ConnectionStatus) {
    if (this.connection.status === status) return;
    this.connection = { ...this.connection, status };
    this.tell();
  }

  private tell() {
    this.listeners.forEach(listener => listener());
  }
}
