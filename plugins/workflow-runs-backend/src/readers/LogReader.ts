import { performance } from 'node:perf_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { headOf, readEvents } from './LogEvent';
import { LogHandler, Write } from './LogHandler';
import {
  claimCursor,
  CursorLost,
  giveCursor,
  HeldCursor,
  keepCursor,
} from './logCursor';
import { Nap } from './Nap';

/** How a reader spends its time, in milliseconds. */
export interface ReaderTiming {
  /** How often the log is read although nothing told the reader to. */
  pollMs: number;
  /** What comes right behind a wake-up is read along with it. */
  gatherMs: number;
  /** How long a cursor is held without a sign of life; others ask for it three times as often. */
  leaseMs: number;
  /** The first wait after a failure; each further one is twice as long. */
  firstBackoffMs: number;
  longestBackoffMs: number;
}
const TIMING: ReaderTiming = {
  pollMs: 1_000,
  gatherMs: 50,
  leaseMs: 15_000,
  firstBackoffMs: 1_000,
  longestBackoffMs: 60_000,
};

/** Events read at once. */
const BATCH = 200;
/** How many times as long as it has worked a reader rests: what a machine has is for runs. */
const REST = 4;

/** How far a reader is behind. */
export interface ReaderLag {
  events: number;
  /** How long ago the first of them was recorded. */
  seconds: number;
}

/**
 * Reads the log for a handler: of all backends, the one that holds the cursor. What is written and the
 * position commit together, so each event is handled once, and a backend that was thought dead and is
 * not writes nothing. The log waits for nobody: a reader that fails tries again later, and one that
 * the log has left behind starts anew from the tables.
 */
export class LogReader {
  readonly #timing: ReaderTiming;
  readonly #nap = new Nap();
  readonly #unsubscribe: (() => void)[] = [];
  #cursor: HeldCursor | undefined;
  /** When the lease was last renewed, by a clock that nobody sets. */
  #renewedAt = 0;
  #failures = 0;
  #isWoken = false;
  /** Waits for events, and not for its turn. */
  #isDozing = false;
  #isStopping = false;
  #reading: Promise<void> | undefined;

  constructor(
    private readonly handler: LogHandler,
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      /** Who claims the cursor. */
      owner: string;
      logger: LoggerService;
      timing?: Partial<ReaderTiming>;
    },
  ) {
    this.#timing = { ...TIMING, ...options.timing };
  }

  /** That of its cursor. */
  get name(): string {
    return this.handler.name;
  }

  /** Lets the reader know at once of what this process has written. */
  listenTo(recorder: { onCommit(listener: () => void): () => void }): void {
    this.#unsubscribe.push(recorder.onCommit(() => this.#wake()));
  }

  start(): void {
    this.#reading ??= this.#read();
  }

  /** Settles once nothing is under way any more and another may go on. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#nap.end();
    await this.#reading;
    const { knex, logger } = this.options;
    if (!this.#cursor) return;
    await giveCursor(knex, this.#cursor).catch(error =>
      logger.warn(
        `Others read the log for '${this.handler.name}' once the lease is over: ${error}`,
      ),
    );
    this.#cursor = undefined;
  }

  /** How far the reader is behind, whichever backend it is in. */
  async lag(): Promise<ReaderLag> {
    const { knex, clock } = this.options;
    const { name } = this.handler;
    const cursor = await knex('cursors').where({ name }).first('position');
    const position = Number(cursor?.position ?? 0);
    const next = await knex('run_events')
      .where('position', '>', position)
      .orderBy('position')
      .first('recorded_at');
    const events = Math.max(0, (await headOf(knex)) - position);
    const ms = next ? (await clock()) - Number(next.recorded_at) : 0;
    return { events, seconds: Math.max(0, ms) / 1_000 };
  }

  #wake(): void {
    this.#isWoken = true;
    if (this.#isDozing) this.#nap.interrupt();
  }

  async #read(): Promise<void> {
    while (!this.#isStopping) {
      try {
        if (!(await this.#hold())) {
          await this.#nap.rest(this.#timing.leaseMs / 3);
          continue;
        }
        const isMore = await this.#readOn();
        this.#succeed();
        if (!isMore) await this.#doze();
      } catch (error) {
        await this.#fail(error);
      }
    }
  }

  async #doze(): Promise<void> {
    this.#isDozing = true;
    if (!this.#isWoken) await this.#nap.rest(this.#timing.pollMs);
    this.#isDozing = false;
    if (this.#isWoken) await this.#nap.rest(this.#timing.gatherMs);
    this.#isWoken = false;
  }

  /** Keeps the cursor or claims it; false while another has it. */
  async #hold(): Promise<boolean> {
    const { knex, clock, owner } = this.options;
    const { leaseMs } = this.#timing;
    const before = performance.now();
    if (this.#cursor) {
      if (before - this.#renewedAt < leaseMs / 3) return true;
      await keepCursor(knex, this.#cursor, (await clock()) + leaseMs);
    } else {
      const { name, startsAt } = this.handler;
      const claim = { name, startsAt, owner, leaseMs };
      this.#cursor = await claimCursor(knex, clock, claim);
    }
    this.#renewedAt = before;
    return this.#cursor !== undefined;
  }

  /** @returns whether there is more to read at once */
  async #readOn(): Promise<boolean> {
    const { knex } = this.options;
    const { position } = this.#cursor!;
    // Asked for first: what is behind it then has to be in the log.
    const head = await headOf(knex);
    if (head <= position) return false;
    const events = await readEvents(knex, position, BATCH);
    if (events[0]?.position !== position + 1) {
      await this.#rebuild(head);
      return true;
    }
    const last = events[events.length - 1].position;
    await this.#commitAll(this.handler.handle(events), last);
    return last < head;
  }

  /** What happens to a run while it is read is behind `head`, and read then. */
  async #rebuild(head: number): Promise<void> {
    const { name } = this.handler;
    this.options.logger.info(
      `The log does not reach back to where '${name}' has come: it starts anew from the tables`,
    );
    await this.#commitAll(this.handler.rebuild(), head);
  }

  async #commitAll(
    writes: AsyncIterable<Write>,
    position: number,
  ): Promise<void> {
    let startedAt = performance.now();
    let last: Write | undefined;
    for await (const write of writes) {
      if (last) {
        await this.#commit(last, this.#cursor!.position);
        startedAt = await this.#letOthersGoOn(startedAt);
        if (this.#isStopping) return;
      }
      last = write;
    }
    await this.#commit(last, position);
    await this.#letOthersGoOn(startedAt);
  }

  async #commit(write: Write | undefined, position: number): Promise<void> {
    const { knex, clock } = this.options;
    const moved = { ...this.#cursor!, position };
    const before = performance.now();
    const leaseUntil = (await clock()) + this.#timing.leaseMs;
    await knex.transaction(async trx => {
      await keepCursor(trx, moved, leaseUntil);
      await write?.(trx);
    });
    this.#cursor = moved;
    this.#renewedAt = before;
  }

  /** The more there is to do for all, the longer its own work takes, and the longer it rests. */
  async #letOthersGoOn(since: number): Promise<number> {
    await this.#nap.rest(REST * (performance.now() - since));
    return performance.now();
  }

  #succeed(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.options.logger.info(`'${this.handler.name}' reads the log again`);
  }

  async #fail(error: unknown): Promise<void> {
    if (error instanceof CursorLost) {
      this.#cursor = undefined;
      return;
    }
    this.#failures += 1;
    if (this.#failures === 1) {
      this.options.logger.warn(
        `'${this.handler.name}' cannot go on reading the log, and tries again: ${error}`,
      );
    }
    const { firstBackoffMs, longestBackoffMs } = this.#timing;
    const wanted = firstBackoffMs * 2 ** Math.min(this.#failures - 1, 20);
    await this.#nap.rest(Math.min(wanted, longestBackoffMs));
  }
}
