import { createHash } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import type { Connection } from '../database/KeptConnection';
import { Nap } from '../readers/Nap';
import { every, Paced } from './Paced';

/** What is committed within this time of the last notice is told of once, in milliseconds. */
const PACE_MS = 4;
/** A connection that says nothing for this long is asked whether it is there. In milliseconds. */
const ASK_MS = 15_000;
/** How long it may think about that, in milliseconds. */
const ANSWER_MS = 5_000;
/** From the first to the next try to connect, doubled each time up to the last. In milliseconds. */
const RETRY_MS = { first: 250, last: 30_000 };

/** What another backend has written. */
export type Notice = 'events' | 'lines';
/** It says nothing to others, and is answered where the connection is alive. */
const ALIVE = 'alive';

/**
 * Tells other backends on the same PostgreSQL that there is something to read, and hears of it from them.
 * It is a hint and no more: whoever misses one, or sits behind a pool that knows no LISTEN, finds by polling what
 * it did not hear of. It has a connection of its own, so that no commit waits for it.
 */
export class LogNotices {
  readonly #listeners = new Set<(what: Notice) => void>();
  readonly #pending = new Set<Notice | typeof ALIVE>();
  /** One at a time: a connection does not take two questions at once. */
  readonly #sending = new Paced(
    every(PACE_MS),
    () => this.#send(),
    // The connection ends then, and another is made.
    () => {},
  );
  readonly #nap = new Nap();
  #connection: Connection | undefined;
  #channel = '';
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly options: {
      knex: Knex;
      /** Tells this process from others. */
      name: string;
      logger: LoggerService;
    },
  ) {}

  /** Whether others are heard. */
  get isListening(): boolean {
    return this.#connection !== undefined;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#sending.stop();
    this.#nap.end();
    this.#connection?.connection?.stream?.destroy();
    await this.#running;
  }

  /** Calls back when another backend has written something. */
  onNotice(listener: (what: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something was committed. It is told of soon, and nobody waits for that. */
  tell(what: Notice): void {
    this.#pending.add(what);
    if (this.#connection) this.#sending.wake();
  }

  async #send(): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.#pending.size === 0) return;
    const payload = [...this.#pending, this.options.name].join(' ');
    this.#pending.clear();
    const stream = connection.connection?.stream;
    // A network may be gone without a word.
    const timer = setTimeout(() => stream?.destroy(), ANSWER_MS);
    await connection
      .query('select pg_notify($1, $2)', [this.#channel, payload])
      .finally(() => clearTimeout(timer));
  }

  async #run(): Promise<void> {
    for (let wait = RETRY_MS.first; !this.#stopped; ) {
      try {
        const connection = await this.#connect();
        wait = RETRY_MS.first;
        await this.#whileAlive(connection);
      } catch (error) {
        this.options.logger.debug(`Others are not heard for now: ${error}`);
      }
      // Not all backends at once: they have lost the same database.
      await this.#nap.rest(wait * (0.5 + Math.random() / 2));
      wait = Math.min(wait * 2, RETRY_MS.last);
    }
  }

  async #connect(): Promise<Connection> {
    const { knex } = this.options;
    const connection: Connection = await knex.client.acquireRawConnection();
    // It has to be listened to, or an error would end the process.
    connection.on('error', () => {});
    connection.on('notification', ({ payload }) => this.#hear(payload));
    try {
      const { rows } = await connection.query(
        'select current_schema() as schema',
      );
      this.#channel = channelOf(rows[0].schema);
      // A notice is a transaction of its own, and need not be on the disk: it is worth nothing after a crash.
      await connection.query('set synchronous_commit = off');
      await connection.query(`listen ${this.#channel}`);
    } catch (error) {
      connection.connection?.stream?.destroy();
      throw error;
    }
    return connection;
  }

  /** Settles once the connection has ended. What was committed meanwhile is for others to poll for. */
  async #whileAlive(connection: Connection): Promise<void> {
    if (this.#stopped) connection.connection?.stream?.destroy();
    const ended = new Promise<void>(resolve => {
      connection.once('end', () => resolve());
    });
    const asking = setInterval(() => {
      this.#pending.add(ALIVE);
      this.#sending.wake();
    }, ASK_MS);
    this.#connection = connection;
    this.#sending.wake();
    // Nobody has told of what happened before.
    this.#tellListeners('events');
    this.#tellListeners('lines');
    try {
      await ended;
    } finally {
      clearInterval(asking);
      this.#connection = undefined;
    }
  }

  #hear(payload = ''): void {
    const said = payload.split(' ');
    if (said.at(-1) === this.options.name) return;
    for (const what of ['events', 'lines'] as const)
      if (said.includes(what)) this.#tellListeners(what);
  }

  #tellListeners(what: Notice): void {
    for (const listener of this.#listeners) listener(what);
  }
}

/** Plugins share a database where each has a schema, and then channels, too. */
function channelOf(schema: string): string {
  const name = createHash('sha256').update(schema).digest('hex').slice(0, 16);
  return `workflow_runs_${name}`;
}
