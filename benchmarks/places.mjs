import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { makeThrowawayDirectory } from '../scripts/testing/throwawayDirectory.mjs';
import { startPostgres } from '../scripts/testing/postgres.mjs';

const { Client } = createRequire(import.meta.url)('pg');

/** Places for subjects to keep their runs at: empty, and gone after the measurement. */
export class Places {
  #postgres;
  #directory = makeThrowawayDirectory('benchmark');
  #count = 0;

  static async open() {
    const places = new Places();
    // With the server's own settings: it waits for the disk before it says that it has committed.
    places.#postgres = await startPostgres({ settings: {} });
    return places;
  }

  get postgresVersion() {
    return this.#postgres.version;
  }

  /** @param {'postgres' | 'sqlite'} kind */
  async create(kind) {
    this.#count += 1;
    const name = `benchmark_${this.#count}`;
    if (kind === 'sqlite') {
      const directory = join(this.#directory, name);
      mkdirSync(directory);
      return { kind, file: join(directory, 'runs.sqlite') };
    }
    await this.#administer(`create database ${name}`);
    const url = new URL(this.#postgres.url);
    url.pathname = name;
    return { kind, url: url.href };
  }

  async remove(place) {
    if (place.kind === 'sqlite') {
      rmSync(join(place.file, '..'), { recursive: true });
      return;
    }
    const name = new URL(place.url).pathname.slice(1);
    await this.#administer(`drop database ${name} with (force)`);
    // What it has left to write is not the next one's to wait for.
    await this.#administer('checkpoint');
  }

  async close() {
    await this.#postgres.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #administer(sql) {
    const client = new Client({ connectionString: this.#postgres.url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
