import { Response } from 'express';
import { RunRecord } from '../queries/runToWire';
import { FrameWriter } from './FrameWriter';
import { LiveHub, RunWatcher, SharedUpdate } from './LiveHub';

/** Keeps proxies from closing a quiet stream, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** A reader is asked to authenticate again after this time at the latest, in milliseconds. */
const MAX_STREAM_MS = 60 * 60_000;

/** What a stream needs. */
export interface StreamOptions {
  hub: LiveHub;
  response: Response;
  run: RunRecord;
  /** Position of the last event that the reader has. */
  after: number;
  expiresAt: Date | undefined;
  /** Undefined where the reader may not see the run any more. */
  toReader: (update: SharedUpdate) => unknown | undefined;
  /** An event has been sent, so many milliseconds after it was recorded. */
  delivered: (delayMs: number) => void;
  now: () => number;
  /** Aborts when the backend stops. */
  signal: AbortSignal;
  /** Milliseconds; 15 seconds where it is not said. */
  heartbeatMs?: number;
}

/** One reader of a run: tells every event once, in order. */
class RunReader implements RunWatcher {
  readonly #waiting: ((writer: FrameWriter) => void)[] = [];
  #writer: FrameWriter | undefined;
  #position: number;

  constructor(private readonly options: StreamOptions) {
    this.#position = options.after;
  }

  get position(): number {
    return this.#position;
  }

  updated(update: SharedUpdate, position: number | null): void {
    this.#when(writer => this.#tell(writer, update, position));
  }

  gone(): void {
    this.#when(writer => writer.end('gone'));
  }

  lost(): void {
    this.options.response.destroy();
  }

  /** Tells what happened before; what happens meanwhile waits. */
  async catchUp(writer: FrameWriter): Promise<void> {
    const { hub, run } = this.options;
    let isThere = false;
    for await (const update of hub.since(run.id, this.#position)) {
      isThere = true;
      this.#send(
        writer,
        update,
        update.events.at(-1)?.position ?? this.#position,
      );
      await writer.drained();
    }
    if (!isThere) writer.end('gone');
    this.#writer = writer;
    for (const tell of this.#waiting.splice(0)) tell(writer);
  }

  #when(tell: (writer: FrameWriter) => void): void {
    if (this.#writer) tell(this.#writer);
    else this.#waiting.push(tell);
  }

  #tell(writer: FrameWriter, update: SharedUpdate, position: number | null) {
    // The reader has caught up past this one, and knows newer states than it holds.
    const isOld =
      position === null
        ? update.run.position < this.#position
        : position <= this.#position;
    if (isOld) return;
    const events = update.events.filter(
      event => event.position > this.#position,
    );
    this.#send(writer, { ...update, events }, position);
    const { delivered, now } = this.options;
    for (const { recordedAt } of events) {
      delivered(now() - Date.parse(recordedAt));
    }
  }

  #send(writer: FrameWriter, update: SharedUpdate, position: number | null) {
    const shown = this.options.toReader(update);
    if (shown === undefined) {
      writer.end('gone');
      return;
    }
    writer.write('update', shown, position);
    this.#position = position ?? this.#position;
  }
}

/**
 * Streams a run until the reader leaves, may not see it any more, has to authenticate again, or the
 * backend stops. It starts with the run as it is and what has happened behind the position `after`;
 * every event is told once.
 */
export async function streamRun(options: StreamOptions): Promise<void> {
  const { hub, response, run, after } = options;
  const reader = new RunReader(options);
  // Watch first, read what was before second: nothing falls between the two.
  whenClosed(response, await hub.watch(run.id, reader));
  const holdsAll = await hub.holds(after, run.position);
  const writer = new FrameWriter(response);
  whenClosed(response, keepTime(options, writer, reader));
  if (holdsAll) await reader.catchUp(writer);
  else writer.end('reset');
}

/** @returns what stops it */
function keepTime(
  options: StreamOptions,
  writer: FrameWriter,
  reader: RunReader,
): () => void {
  const { response, expiresAt, now, signal } = options;
  const heartbeat = setInterval(
    () => writer.write('heartbeat', {}, reader.position),
    options.heartbeatMs ?? HEARTBEAT_MS,
  );
  const lifetime = Math.min(
    MAX_STREAM_MS,
    expiresAt ? expiresAt.getTime() - now() : Infinity,
  );
  const expiry = setTimeout(() => writer.end('reauth'), Math.max(0, lifetime));
  const stop = () => response.end();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return () => {
    clearInterval(heartbeat);
    clearTimeout(expiry);
    signal.removeEventListener('abort', stop);
  };
}

/** Also where the reader has left already. */
function whenClosed(response: Response, cleanup: () => void): void {
  if (response.destroyed || response.closed) cleanup();
  else response.once('close', cleanup);
}
