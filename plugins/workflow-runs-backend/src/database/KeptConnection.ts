import type { Socket } from 'node:net';
import { Knex } from 'knex';
import type { Client } from 'pg';

/** How long a connection is kept for the next batch, in milliseconds. */
const KEPT_MS = 100;

/** A connection of the pool, with what is no part of the driver's types. */
export type Connection = Client & {
  /** Whether it sends a query before the last one is answered; where this version can. */
  pipeline?: boolean;
  /** Whether it has answered everything. */
  readyForQuery?: boolean;
  connection?: { stream?: Socket };
  /** Makes the pool close the connection, and says why. */
  __knex__disposed?: unknown;
};

/**
 * Borrows connections from the pool, and keeps one for a moment: under load each batch would queue
 * up behind all who read, and everybody who runs waits for the lane.
 */
export class KeptConnection {
  #kept: { connection: Connection; timer: NodeJS.Timeout } | undefined;

  constructor(private readonly knex: Knex) {}

  async take(): Promise<Connection> {
    const kept = this.#kept?.connection;
    if (kept) {
      this.#forget();
      if (!kept.__knex__disposed) return kept;
      this.#release(kept);
    }
    const connection: Connection = await this.knex.client.acquireConnection();
    // The pool's other users send one query at a time, and expect that of the connection.
    if (connection.pipeline === false) connection.pipeline = true;
    return connection;
  }

  giveBack(connection: Connection): void {
    if (this.#kept || connection.__knex__disposed) {
      this.#release(connection);
      return;
    }
    const timer = setTimeout(() => {
      this.#forget();
      this.#release(connection);
    }, KEPT_MS);
    this.#kept = { connection, timer };
  }

  #forget(): void {
    clearTimeout(this.#kept?.timer);
    this.#kept = undefined;
  }

  #release(connection: Connection): void {
    if (connection.pipeline) connection.pipeline = false;
    void this.knex.client.releaseConnection(connection);
  }
}
