import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** Bytes of a content, both ends inclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Keeps the content of artifacts. */
export interface ArtifactStore {
  /** Names the store in an artifact's row. */
  readonly id: string;
  put(artifactId: string, content: Buffer): Promise<void>;
  /** The content, or a part of it; ends at once where there is none. */
  get(artifactId: string, range?: ByteRange): Readable;
  /** Forgets the content; does nothing where there is none. */
  delete(artifactId: string): Promise<void>;
}

/** SHA-256, in hex. */
export function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
