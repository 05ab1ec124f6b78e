import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { ArtifactStore, ByteRange } from './ArtifactStore';

/** Ids are of our own making; a name of a file is made of nothing else. */
const ID = /^art_[0-9A-Za-z]{6,64}$/;

/** A folder that every backend sees: on one machine, or mounted by all of them. */
export class FolderArtifactStore implements ArtifactStore {
  readonly id = 'folder';

  constructor(private readonly folder: string) {}

  /** A file is there as a whole or not at all, also where the power goes. */
  async put(artifactId: string, content: Buffer): Promise<void> {
    const path = this.#path(artifactId);
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.part`;
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  }

  get(artifactId: string, range?: ByteRange): Readable {
    return Readable.from(this.#read(artifactId, range));
  }

  async delete(artifactId: string): Promise<void> {
    await rm(this.#path(artifactId), { force: true });
  }

  async *#read(artifactId: string, range?: ByteRange): AsyncGenerator<Buffer> {
    try {
      yield* createReadStream(this.#path(artifactId), range);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** In folders by the end of the id, which is random: a folder of a million files is slow. */
  #path(artifactId: string): string {
    if (!ID.test(artifactId)) throw new Error('It is no id of an artifact');
    return join(this.folder, artifactId.slice(-2), artifactId);
  }
}
