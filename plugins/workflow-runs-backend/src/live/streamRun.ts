import { Response } from 'express';
import { LiveHub, SharedUpdate, UpdateListener } from './LiveHub';

/** Keeps proxies from closing a quiet stream, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** A reader with so much unread is cut off; it resumes where it was. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** A reader is asked to authenticate again after this time at the latest, in milliseconds. */
const MAX_STREAM_MS = 60 * 60_000;

/** Writes frames of server-sent events. */
export class FrameWriter {
  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  write(event: string, data: unknown, position?: number | null): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    const id =
      position === undefined || position === null ? '' : `id: ${position}\n`;
    this.response.write(
      `event: ${event}\n${id}data: ${JSON.stringify(data)}\n\n`,
    );
    // The root compression buffers otherwise.
    (this.response as { flush?: () => void }).flush?.();
    if (this.response.writableLength > MAX_UNREAD_BYTES)
      this.response.destroy();
  }

  end(event: string): void {
    this.write(event, {});
    this.response.end();
  }
}

/**
 * Streams a run until the reader leaves, the credentials expire, or the backend stops.
 *
 * It starts with the run as it is and what has happened behind the position `after`.
 */
export async function streamRun(options: {
  hub: LiveHub;
  response: Response;
  runId: string;
  after: number;
  expiresAt: Date | undefined;
  toReader: (update: SharedUpdate) => unknown;
  now: () => number;
  /** Aborts when the backend stops. */
  signal: AbortSignal;
}): Promise<void> {
  const { hub, response, runId, toReader, signal, now } = options;
  const waiting: Parameters<UpdateListener>[0][] = [];
  let isCaughtUp = false;
  let position = options.after;
  const writer = new FrameWriter(response);
  const deliver: UpdateListener = message => {
    if (!message.update) {
      writer.end('gone');
      return;
    }
    if (message.position !== null)
      position = Math.max(position, message.position);
    writer.write('update', toReader(message.update), message.position);
  };
  // Watch first, read what was before second: nothing falls between the two.
  const unsubscribe = await hub.subscribe(runId, message =>
    isCaughtUp ? deliver(message) : waiting.push(message),
  );
  const heartbeat = setInterval(
    () => writer.write('heartbeat', {}, position),
    HEARTBEAT_MS,
  );
  const lifetime = Math.min(
    MAX_STREAM_MS,
    options.expiresAt ? options.expiresAt.getTime() - now() : Infinity,
  );
  const expiry = setTimeout(() => writer.end('reauth'), Math.max(0, lifetime));
  const stop = () => response.end();
  signal.addEventListener('abort', stop);
  response.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(expiry);
    signal.removeEventListener('abort', stop);
    unsubscribe();
  });

  if ((await hub.head()) < position) {
    writer.end('reset');
    return;
  }
  for await (const update of hub.since(runId, position)) {
    const last = update.events[update.events.length - 1]?.position ?? position;
    deliver({ position: last, update });
  }
  isCaughtUp = true;
  for (const message of waiting) {
    if (message.position === null || message.position > position)
      deliver(message);
  }
}
