import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { startPostgres } from '../../scripts/testing/postgres.mjs';
import { makeThrowawayDirectory } from '../../scripts/testing/throwawayDirectory.mjs';

const { Client } = createRequire(import.meta.url)('pg');

/** What differs from the server's defaults: memory for what is asked often, and room to load into. */
export const SETTINGS = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
};

/**
 * Databases that are filled once and then read: on a PostgreSQL and in a folder that go with the
 * benchmark, or on a server of the caller's, where they stay and are found again.
 */
export class SeededPlaces {
  #directory = makeThrowawayDirectory('store');
  #url;
  #own;

  /** @param {string} [url] of a server that is there already */
  static async open(url) {
    const places = new SeededPlaces();
    places.#own = url ? undefined : await startPostgres({ settings: SETTINGS });
    places.#url = url ?? places.#own.url;
    return places;
  }

  /** @param {'postgres' | 'sqlite'} kind @param {string} name of the database */
  async place(kind, name) {
    if (kind === 'sqlite') {
      const directory = join(this.#directory, name);
      mkdirSync(directory);
      return { kind, file: join(directory, 'workflow-runs.sqlite') };
    }
    await this.#query(`create database ${name}`).catch(error => {
      const isThere = error.code === '42P04';
      if (!isThere) throw error;
    });
    const url = new URL(this.#url);
    url.pathname = name;
    return { kind, url: url.href };
  }

  async postgres() {
    const settings = [];
    for (const name of ['server_version', ...Object.keys(SETTINGS)]) {
      const { rows } = await this.#query(`show ${name}`);
      settings.push([name, rows[0][name]]);
    }
    return Object.fromEntries(settings);
  }

  async close() {
    await this.#own?.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #query(sql) {
    const client = new Client({ connectionString: this.#url });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
