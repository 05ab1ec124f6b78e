import { pipeline } from 'node:stream/promises';
import { Request, Response } from 'express';

/** A file that is made while it is sent. */
export interface ExportFile {
  name: string;
  mediaType: string;
  chunks: AsyncGenerator<string, void, void>;
  /** Known at the end alone, so sent behind it. */
  trailers?: { names: string[]; values: () => Record<string, string> };
}

/** What pipelines say where the reader is gone, by when they notice. */
const READER_LEFT = ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'];

/**
 * Sends a file as an attachment, a chunk at a time: the next one is made when the reader has taken the
 * one before. What fails before the first chunk is answered as any error is; after it, the connection
 * breaks, so that no part of a file looks like the whole.
 *
 * @returns whether all of it was sent: not where the reader has left, or the backend stops
 */
export async function sendFile(
  request: Request,
  response: Response,
  { name, mediaType, chunks, trailers }: ExportFile,
  signal: AbortSignal,
): Promise<boolean> {
  const first = await chunks.next();
  response.attachment(name);
  response.set({
    'Content-Type': mediaType,
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') {
    await chunks.return();
    response.end();
    return true;
  }
  // HTTP 1.0, which some proxies speak, has none.
  const trailing = request.httpVersion === '1.0' ? undefined : trailers;
  if (trailing) response.set('Trailer', trailing.names.join(', '));
  try {
    await pipeline(
      async function* send() {
        yield* resume(first, chunks);
        if (trailing) response.addTrailers(trailing.values());
      },
      response,
      { signal },
    );
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (signal.aborted || READER_LEFT.includes(code ?? '')) return false;
    throw error;
  }
}

async function* resume(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void, void>,
): AsyncGenerator<string, void, void> {
  if (first.done) return;
  try {
    yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}
