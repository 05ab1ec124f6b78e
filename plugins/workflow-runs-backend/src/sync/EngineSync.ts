import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { EngineAway, SyncPage } from 'backstage-plugin-workflow-runs-node';
import { LeaseClock } from '../database/clock';
import { ObservedInstance, ObservedRuns } from '../observed/ObservedRuns';
import { Nap } from '../readers/Nap';
import { LiveWriter } from '../recorder/LiveWriter';
import { backOffMs } from './backOff';
import { SyncConfig } from './config';
import { nameOf, nextOrder } from './dueOrder';
import { EngineLease } from './EngineLease';
import { isEngineAway } from './engineErrors';
import { EngineAt } from './Engines';
import { givenUp, spanOf, subjectOf } from './pass';
import { SyncLedger } from './SyncLedger';
import { SyncOrder, SyncOrders } from './SyncOrders';
import { SyncSink } from './SyncSink';
import { TokenBucket } from './TokenBucket';

/** How often it is looked what is due, where nobody says that something is. */
const LOOK_MS = 1_000;
/** How often it is tried to take over an engine that another backend asks. */
const WAIT_MS = 3_000;
const PAGE = 100;
const DEFAULT_PER_SECOND = 5;
const DEFAULT_BURST = 20;
const MAX_CURSOR = 4_000;
const MAX_ERROR = 500;
/** How often the same page may fail by itself before its pass is given up. */
const MAX_TRIES = 5;
const TIDY_MS = 10 * 60_000;

/** What engines are asked with. */
export interface EngineSyncOptions {
  knex: Knex;
  clock: LeaseClock;
  owner: string;
  orders: SyncOrders;
  observed: ObservedRuns;
  live: LiveWriter;
  config: SyncConfig;
  logger: LoggerService;
  /** Takes what went wrong to what may be stored. */
  redact: (text: string) => string;
  random: () => number;
}

/** Asks one engine for its runs, as long as this backend holds the lease on it. */
export class EngineSync {
  readonly #nap = new Nap();
  readonly #stopping = new AbortController();
  readonly #busy = new Map<string, { isRun: boolean; done: Promise<void> }>();
  readonly #tries = new Map<string, number>();
  readonly #lease: EngineLease;
  readonly #ledger: SyncLedger;
  #bucket: TokenBucket | undefined;
  #tidyAt = 0;
  #isPlanned = false;
  #running: Promise<void> | undefined;
  #said: string | undefined;

  constructor(
    private readonly at: EngineAt,
    private readonly options: EngineSyncOptions,
  ) {
    const instance = at.instance.id;
    this.#lease = new EngineLease({ ...options, instance });
    const lease = this.#lease;
    this.#ledger = new SyncLedger({ ...options, lease, instance });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Something may be due: it is looked at once. */
  notify(): void {
    this.#nap.interrupt();
  }

  /** What is under way is given up: whoever takes over goes on at the page that it was at. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.end();
    await this.#running;
    await Promise.all([...this.#busy.values()].map(({ done }) => done));
    await this.#lease.release().catch(error => this.#say(error));
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      let rest = LOOK_MS;
      try {
        if (await this.#lease.hold()) rest = await this.#look();
        else {
          rest = WAIT_MS;
          this.#isPlanned = false;
        }
      } catch (error) {
        this.#say(error);
      }
      await this.#nap.rest(rest);
    }
  }

  /** @returns how long nothing new is due, as far as it is known */
  async #look(): Promise<number> {
    const { orders, clock, config } = this.options;
    const { id, limits = {} } = this.at.instance;
    const now = await clock();
    if (!this.#isPlanned) await this.#ledger.plan();
    this.#isPlanned = true;
    await this.#tidy(now);
    const standing = await orders.standing(id);
    if (standing.retryAt !== null && standing.retryAt > now)
      return Math.min(LOOK_MS, standing.retryAt - now);
    // After trouble one request tries how it goes.
    if (standing.failures > 0 && this.#busy.size > 0) return LOOK_MS;

    const perSecond = limits.requestsPerSecond ?? DEFAULT_PER_SECOND;
    this.#bucket ??= new TokenBucket(
      limits.burst ?? DEFAULT_BURST,
      perSecond,
      now,
    );
    const followedSince = standing.followedSince ?? now;
    const pending = await orders.pending(id);
    for (;;) {
      const order = nextOrder(pending, {
        now,
        followedSince,
        tokens: this.#bucket.level(now),
        burst: this.#bucket.burst,
        busy: this.#busyNow(),
        config,
      });
      if (!order) break;
      this.#bucket.spend(1, now);
      this.#begin(order, now, followedSince);
      if (standing.failures > 0) break;
    }
    const hasTokens = this.#bucket.level(now) >= this.#bucket.burst;
    return hasTokens ? LOOK_MS : Math.min(LOOK_MS, 1_000 / perSecond);
  }

  #busyNow() {
    const all = [...this.#busy.values()];
    const runs = all.filter(({ isRun }) => isRun).length;
    return {
      orders: new Set(this.#busy.keys()),
      runs,
      sweeps: all.length - runs,
    };
  }

  #begin(order: SyncOrder, now: number, followedSince: number): void {
    const name = nameOf(order);
    const done = this.#page(order, now, followedSince)
      .catch(error => this.#say(error))
      .finally(() => {
        this.#busy.delete(name);
        this.#nap.interrupt();
      });
    this.#busy.set(name, { isRun: order.kind === 'run', done });
  }

  /** Asks for one page. */
  async #page(
    asked: SyncOrder,
    now: number,
    followedSince: number,
  ): Promise<void> {
    const { config } = this.options;
    let order = asked;
    if (order.beganAt === null) {
      const span = spanOf(order, now, followedSince, config);
      if (!(await this.#ledger.begin(order, now, span))) return;
      order = { ...order, ...span, beganAt: now, cursor: null };
    }
    const isFirst = order.cursor === null;
    const subject = subjectOf(order, {
      run:
        order.kind === 'run'
          ? await this.#ledger.nativeRun(order.target)
          : undefined,
      missing:
        order.kind === 'open' && isFirst
          ? await this.#ledger.missing(order, now)
          : [],
    });
    if (!subject) {
      await this.#ledger.giveUp(order, 'The run was deleted here', null);
      return;
    }
    const instance: ObservedInstance = {
      ...this.at.instance,
      importedBefore: followedSince,
    };
    const sink = new SyncSink(instance, this.options);
    const scope = {
      ...subject,
      instance: this.at.instance,
      cursor: order.cursor,
      limit: PAGE,
    };
    try {
      const page = await this.#within(signal =>
        this.at.engine.sync!(scope, sink, signal),
      );
      this.#bucket?.spend(requestsOf(page) - 1, now);
      await this.#turn(order, sink, page, now);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      await this.#fail(order, error);
    } finally {
      sink.close();
    }
  }

  /** @throws Error where the engine says what cannot be */
  async #turn(
    order: SyncOrder,
    sink: SyncSink,
    page: SyncPage,
    at: number,
  ): Promise<void> {
    const nextCursor = cursorOf(page);
    if (nextCursor !== null && nextCursor === order.cursor) {
      throw new Error(
        'The engine does not go on: it says the same cursor again',
      );
    }
    if ((nextCursor?.length ?? 0) > MAX_CURSOR) {
      throw new Error(`A cursor has ${MAX_CURSOR} characters at most`);
    }
    const [refused] = sink.refused;
    const others = sink.refused.length - 1;
    const notTaken =
      refused && others > 0 ? `${refused}, and ${others} more` : refused;
    const untold = notTaken ?? page.problem;
    const problem = untold && this.#storable(untold);
    if (problem) this.#say(problem);
    this.#tries.delete(nameOf(order));
    if (
      order.kind === 'run' &&
      nextCursor === null &&
      !this.#isTold(sink, order)
    ) {
      const why = refused ?? 'The engine does not know the run any more';
      await this.#ledger.giveUp(order, this.#storable(why), null);
      return;
    }
    await this.#ledger.turn(order, {
      at,
      nextCursor,
      told: [...sink.told],
      problem,
    });
  }

  /** Pages before may have told of it. */
  #isTold(sink: SyncSink, { cursor, target }: SyncOrder): boolean {
    return cursor !== null || sink.told.has(target);
  }

  /** The engine is left alone for a while where it is away; a page that fails by itself is tried again a few times. */
  async #fail(order: SyncOrder, error: unknown): Promise<void> {
    const { clock, orders, random, config } = this.options;
    const message = this.#storable(error);
    this.#say(error);
    const name = nameOf(order);
    const isAway = isEngineAway(error);
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    if (order.kind === 'run' || (!isAway && tries >= MAX_TRIES)) {
      this.#tries.delete(name);
      await this.#ledger.giveUp(order, message, givenUp(order, config));
    }
    const now = await clock();
    const { failures } = await orders.standing(this.at.instance.id);
    // One run that cannot be read is not the engine's trouble.
    const isOwn = order.kind === 'run' && !isAway;
    await this.#lease.note({
      last_error: message,
      last_error_at: now,
      ...(!isOwn && {
        failures: failures + 1,
        retry_at:
          now +
          Math.round(
            backOffMs(
              failures + 1,
              random(),
              isAway ? error.retryAfterMs : undefined,
            ),
          ),
      }),
    });
  }

  /** An engine that does not heed the signal is not waited for. */
  async #within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ms = this.options.config.timeoutSeconds * 1_000;
    const timeout = new AbortController();
    const timer = setTimeout(
      () =>
        timeout.abort(
          new EngineAway(`The engine has not answered within ${ms / 1_000} s`),
        ),
      ms,
    );
    const signal = AbortSignal.any([timeout.signal, this.#stopping.signal]);
    try {
      return await Promise.race([
        work(signal),
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), {
            once: true,
          });
        }),
      ]);
    } catch (error) {
      // An engine that obeys throws what it likes: what counts is why it was to stop.
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #tidy(now: number): Promise<void> {
    if (now < this.#tidyAt) return;
    this.#tidyAt = now + TIDY_MS;
    await this.#ledger.tidy(now - TIDY_MS);
  }

  #storable(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return this.options.redact(message).slice(0, MAX_ERROR);
  }

  /** Once, as long as it is the same. */
  #say(error: unknown): void {
    const said = this.#storable(error);
    if (said === this.#said) return;
    this.#said = said;
    this.options.logger.warn(
      `The engine ${this.at.instance.id} cannot be asked as it should: ${said}`,
    );
  }
}

/** @throws Error where the engine does not say where the next page begins, or that there is none */
function cursorOf(page: SyncPage | undefined): string | null {
  const cursor = page?.nextCursor as unknown;
  if (cursor === null || typeof cursor === 'string') return cursor;
  throw new Error(
    `The engine has answered no page: its nextCursor is ${JSON.stringify(
      cursor,
    )}, and has to be a string, or null at the end`,
  );
}

/** A page costs one request at least. */
function requestsOf(page: SyncPage | undefined): number {
  const requests = page?.requests ?? 1;
  return Number.isFinite(requests) ? Math.max(1, requests) : 1;
}
