import { Response } from 'express';
import { Dialect } from './Dialect';
import { FrameWriter } from './FrameWriter';
import { LiveHub } from './LiveHub';
import { WatchedList } from './LiveLists';
import { Edges } from './PastReader';
import { SharedUpdate } from './SharedUpdate';
import { StreamReader } from './StreamReader';

/** Keeps proxies from closing a quiet stream, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** A reader is asked to authenticate again after this time at the latest, in milliseconds. */
const MAX_STREAM_MS = 60 * 60_000;

/** What a stream needs. */
export interface StreamOptions {
  hub: LiveHub;
  response: Response;
  dialect: Dialect;
  /** The runs to follow, each with the position of the last event that the reader has. */
  runs: ReadonlyMap<string, number>;
  /** Asked for, but not there for the reader. */
  absent: readonly string[];
  /** `after`: up to which position the reader has it; undefined where it is loaded once the stream is open. */
  list: (WatchedList & { after: number | undefined }) | undefined;
  /** JSON of an update; undefined where the reader may not see the run any more. */
  shown: (update: SharedUpdate) => string | undefined;
  expiresAt: Date | undefined;
  /** An event has been sent, so many milliseconds after it was recorded. */
  delivered: (delayMs: number) => void;
  /** The reader was cut off: it did not read, or something could not be told. */
  onCut: () => void;
  now: () => number;
  /** Aborts when the backend stops. */
  signal: AbortSignal;
  /** Milliseconds; 15 seconds where it is not said. */
  heartbeatMs?: number;
}

/**
 * Streams runs and a list until the reader leaves, has to authenticate again, or the backend stops. It starts
 * with the runs as they are, and with what has happened behind the position of each; every event is told once.
 */
export async function openStream(options: StreamOptions): Promise<void> {
  const { hub, response, runs, absent, list, dialect } = options;
  const writer = new FrameWriter(response, options.onCut);
  const reader = new StreamReader({
    ...options,
    writer,
    hasList: list !== undefined,
  });
  // Watch first, read what was before second: nothing falls between the two.
  whenClosed(response, await hub.watch([...runs.keys()], reader));
  if (list) whenClosed(response, hub.lists.join(list, reader));
  const edges = await hub.past.edges();
  writer.open();
  whenClosed(response, keepTime(options, writer, reader));
  for (const runId of absent) dialect.gone(writer, runId);
  await tellPast(options, writer, reader, edges);
  reader.caughtUp(edges.head);
}

async function tellPast(
  { hub, runs, list, dialect, response }: StreamOptions,
  writer: FrameWriter,
  reader: StreamReader,
  edges: Edges,
): Promise<void> {
  const now = await hub.past.now([...runs.keys()]);
  for (const [runId, update] of now) {
    if (update instanceof Error) reader.lostBefore(runId);
    else if (!update) reader.goneBefore(runId);
    if (!update || update instanceof Error) continue;
    const after = runs.get(runId)!;
    if (update.run.position <= after && after <= edges.head) {
      reader.tellPast(update);
      continue;
    }
    if (!holds(edges, after)) {
      dialect.reset(writer, runId);
      if (response.writableEnded) return;
      reader.startAt(runId, edges.head);
    }
    const place = reader.positionOf(runId);
    for await (const past of hub.past.since(runId, place, edges.head)) {
      reader.tellPast(past);
      await writer.drained();
    }
    if (response.destroyed || response.writableEnded) return;
  }
  if (list?.after === undefined) return;
  const missed = holds(edges, list.after)
    ? await hub.lists.missed(list, list.after)
    : 'too-much';
  if (missed === 'too-much') dialect.reset(writer, null);
  else if (missed) writer.write('runs', missed);
}

/** Whether the log holds all that has happened behind a position. */
function holds({ first, head }: Edges, position: number): boolean {
  return position <= head && first <= position + 1;
}

/** @returns what stops it */
function keepTime(
  options: StreamOptions,
  writer: FrameWriter,
  reader: StreamReader,
): () => void {
  const { response, expiresAt, now, signal } = options;
  const heartbeat = setInterval(
    () => writer.write('heartbeat', '{}', reader.position),
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
