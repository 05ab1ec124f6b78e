import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Knex } from 'knex';

/** Small enough for a statement on SQLite to stay short. */
const CHUNK_BYTES = 256 * 1024;

/** Keeps the content of artifacts. */
export interface ArtifactStore {
  /** Names the store in an artifact's row. */
  readonly id: string;
  put(artifactId: string, content: Buffer): Promise<void>;
  get(artifactId: string): Readable;
  /** Forgets the content; does nothing where there is none. */
  delete(artifactId: string): Promise<void>;
}

/** The default store: chunks in the plugin's own database, so that every backend can serve them. */
export class DatabaseArtifactStore implements ArtifactStore {
  readonly id = 'database';

  constructor(private readonly knex: Knex) {}

  async put(artifactId: string, content: Buffer): Promise<void> {
    for (let number = 0; number * CHUNK_BYTES < content.length; number++) {
      await this.knex('artifact_chunks')
        .insert({
          artifact_id: artifactId,
          number,
          content: content.subarray(
            number * CHUNK_BYTES,
            (number + 1) * CHUNK_BYTES,
          ),
        })
        .onConflict(['artifact_id', 'number'])
        .merge();
    }
  }

  get(artifactId: string): Readable {
    return Readable.from(this.#chunks(artifactId));
  }

  async delete(artifactId: string): Promise<void> {
    await this.knex('artifact_chunks')
      .where({ artifact_id: artifactId })
      .delete();
  }

  async *#chunks(artifactId: string): AsyncGenerator<Buffer> {
    for (let number = 0; ; number++) {
      const row = await this.knex('artifact_chunks')
        .where({ artifact_id: artifactId, number })
        .first('content');
      if (!row) return;
      yield row.content;
    }
  }
}

/** SHA-256, in hex. */
export function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
