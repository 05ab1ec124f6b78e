import { Readable } from 'node:stream';
import { Knex } from 'knex';
import { ArtifactStore, ByteRange } from './ArtifactStore';

/** Small enough for a statement on SQLite to stay short. */
const CHUNK_BYTES = 256 * 1024;

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

  get(artifactId: string, range?: ByteRange): Readable {
    return Readable.from(
      this.#chunks(artifactId, range ?? { start: 0, end: Infinity }),
    );
  }

  async delete(artifactId: string): Promise<void> {
    await this.knex('artifact_chunks')
      .where({ artifact_id: artifactId })
      .delete();
  }

  async *#chunks(
    artifactId: string,
    { start, end }: ByteRange,
  ): AsyncGenerator<Buffer> {
    const first = Math.floor(start / CHUNK_BYTES);
    for (let number = first; number * CHUNK_BYTES <= end; number++) {
      const row = await this.knex('artifact_chunks')
        .where({ artifact_id: artifactId, number })
        .first('content');
      if (!row) return;
      const offset = number * CHUNK_BYTES;
      yield row.content.subarray(Math.max(0, start - offset), end + 1 - offset);
    }
  }
}
