import { once } from 'node:events';
import { Response } from 'express';

/** A reader with so much unread is cut off; it resumes where it was. */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** Writes frames of server-sent events. */
export class FrameWriter {
  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Compression would hold frames back, and hide how much of them is unread.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  write(event: string, content: unknown, position?: number | null): void {
    const { response } = this;
    if (response.writableEnded || response.destroyed) return;
    // One frame may be of any size, or its reader would be cut off at the same place for ever.
    if (response.writableLength > MAX_UNREAD_BYTES) {
      response.destroy();
      return;
    }
    const id =
      position === undefined || position === null ? '' : `id: ${position}\n`;
    response.write(
      `event: ${event}\n${id}data: ${JSON.stringify(content)}\n\n`,
    );
  }

  end(event: string): void {
    this.write(event, {});
    this.response.end();
  }

  /** Settles once the reader has taken what was written, or has left. */
  async drained(): Promise<void> {
    const { response } = this;
    if (!response.writableNeedDrain || response.destroyed) return;
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race([
      once(response, 'drain', { signal }),
      once(response, 'close', { signal }),
    ]).finally(() => settled.abort());
  }
}
