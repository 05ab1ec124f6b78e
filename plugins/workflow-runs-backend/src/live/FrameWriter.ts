import { once } from 'node:events';
import { Response } from 'express';

/** A reader with so much unread is cut off; it resumes where it was. */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** Writes frames of server-sent events. */
export class FrameWriter {
  constructor(
    private readonly response: Response,
    private readonly onCut: () => void,
  ) {}

  /** Says that all is well; until then, an error can still be answered. */
  open(): void {
    const { response } = this;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Compression would hold frames back, and hide how much of them is unread.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  /** @param json - made already: many readers may get the same */
  write(event: string, json: string, position?: number | null): void {
    const { response } = this;
    if (response.writableEnded || response.destroyed) return;
    // One frame may be of any size, or its reader would be cut off at the same place for ever.
    if (response.writableLength > MAX_UNREAD_BYTES) {
      this.cut();
      return;
    }
    const id =
      position === undefined || position === null ? '' : `id: ${position}\n`;
    response.write(`event: ${event}\n${id}data: ${json}\n\n`);
  }

  end(event: string): void {
    this.write(event, '{}');
    this.response.end();
  }

  /** Breaks the connection off: the reader comes again, and goes on where it is. */
  cut(): void {
    if (this.response.destroyed) return;
    this.onCut();
    this.response.destroy();
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
