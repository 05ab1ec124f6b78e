import { pipeline } from 'node:stream/promises';
import { Request, Response } from 'express';
import parseRange from 'range-parser';
import { ArtifactStore, ByteRange } from './ArtifactStore';
import { HeldArtifact } from './held';

/** Types that a browser shows and never runs; of all others it is told nothing. */
const HARMLESS = new Set([
  'application/json',
  'application/x-ndjson',
  'application/pdf',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/csv',
  'text/markdown',
  'text/plain',
]);

/**
 * Answers with the content of an artifact, or the part of it that the request asks for, so that a
 * download that broke goes on. Whatever it is, a browser does not run it here: it is an attachment of a
 * harmless type in a sandbox of its own.
 */
export async function sendArtifact(
  request: Request,
  response: Response,
  { name, contentType, bytes, sha256, id }: HeldArtifact,
  store: ArtifactStore,
): Promise<void> {
  response.set({
    'Content-Type': servedType(contentType),
    'Content-Disposition': `attachment; filename*=UTF-8''${toExtValue(name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-transform',
    'Accept-Ranges': 'bytes',
    ETag: `"${sha256}"`,
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const range = rangeOf(request, bytes, `"${sha256}"`);
  if (range === 'none') {
    response.set('Content-Range', `bytes */${bytes}`).status(416).end();
    return;
  }
  if (range) {
    response
      .status(206)
      .set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`);
  }
  const length = range ? range.end - range.start + 1 : bytes;
  response.set('Content-Length', String(length));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(store.get(id, range), response);
}

/**
 * The one range that is asked for; of several, and of a content that has changed, the whole is sent.
 *
 * @returns `none` where the content has no such bytes
 */
function rangeOf(
  request: Request,
  bytes: number,
  etag: string,
): ByteRange | 'none' | undefined {
  const header = request.header('range');
  const condition = request.header('if-range');
  if (!header || (condition && condition !== etag)) return undefined;
  const ranges = parseRange(bytes, header);
  if (ranges === -1) return 'none';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return { start: ranges[0].start, end: ranges[0].end };
}

function servedType(contentType: string): string {
  const [type] = contentType.toLowerCase().split(';');
  if (!HARMLESS.has(type.trim())) return 'application/octet-stream';
  return type.startsWith('text/')
    ? `${type.trim()}; charset=utf-8`
    : type.trim();
}

/** As RFC 8187 wants it, which allows fewer characters than a URL does. */
function toExtValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
