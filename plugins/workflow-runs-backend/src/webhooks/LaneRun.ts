import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';
import { Unreadable } from '../sealing/Unreadable';
import { WebhooksConfig } from './config';
import { Attempt, Deliverer, Target } from './Deliverer';
import { DeliveryQueue, DueDelivery, Outcome } from './DeliveryQueue';
import { HeldLane, LaneLost, Lanes } from './Lanes';
import { Pace } from './Pace';
import { nextTry, restAfter } from './retry';
import { OffReason, turnOff, WebhookStore } from './WebhookStore';

/** Looked at in one round. */
const PAGE = 200;
/** What was delivered is written down after so many or so long: a crash sends no more than these again. */
const WRITE_COUNT = 50;
const WRITE_MS = 200;
const DAY_MS = 86_400_000;
/** How long it is left alone where what it takes to sign cannot be read. */
const UNREADABLE_MS = 60_000;

/** What has come of an attempt, for those who measure. */
export type OnAttempt = (attempt: Attempt, createdAt: number) => void;

/** What a run along a lane works with. */
export interface LaneOptions {
  knex: Knex;
  store: WebhookStore;
  lanes: Lanes;
  queue: DeliveryQueue;
  deliverer: Deliverer;
  config: Pick<WebhooksConfig, 'concurrency' | 'perSecond' | 'giveUpDays'>;
  now: () => number;
  random: () => number;
  onAttempt: OnAttempt;
}

/**
 * Delivers for one webhook until there is nothing left, its receiver needs a rest, or it is to stop. It waits for
 * nobody but its receiver, and nobody waits for it.
 */
export class LaneRun {
  readonly #pace: Pace;
  readonly #stopping: AbortSignal;
  #keptAt = performance.now();
  #outcomes: Outcome[] = [];
  #writtenAt = performance.now();
  #writing: Promise<void> = Promise.resolve();
  /** Why no more is sent for now; what is under way comes to its end. */
  #halt: { restsUntil?: number; off?: Exclude<OffReason, 'off'> } | undefined;

  constructor(
    private readonly lane: HeldLane,
    private readonly options: LaneOptions,
    stopping: AbortSignal,
  ) {
    this.#pace = new Pace(options.config.perSecond);
    this.#stopping = stopping;
  }

  async run(): Promise<void> {
    const { lanes } = this.options;
    const lease = setInterval(() => {
      this.#keep().catch(() => {
        // Where it is lost, nothing more is sent once the lease is over.
      });
    }, lanes.leaseMs / 3);
    try {
      while (!this.#stopping.aborted && !this.#halt) {
        const webhook = await this.options.store.get(this.lane.webhookId);
        if (!webhook?.enabled) return;
        const page = await this.options.queue.page(webhook.id, PAGE);
        if (page.length === 0) return;
        const target = await this.#target(webhook);
        if (!target) return;
        await this.#deliver(page, target);
      }
    } finally {
      clearInterval(lease);
    }
  }

  async #target(webhook: { id: string; url: string }) {
    const { deliverer, lanes, now } = this.options;
    try {
      return await deliverer.target(webhook);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      // It is a matter of the configuration: no message is to blame.
      await lanes.keep(this.lane, { rests_until: now() + UNREADABLE_MS });
      throw error;
    }
  }

  async #deliver(page: DueDelivery[], target: Target): Promise<void> {
    const { concurrency } = this.options.config;
    const chains = chainsOf(page);
    const work = async () => {
      for (let chain = chains.shift(); chain; chain = chains.shift()) {
        await this.#follow(chain, target);
      }
    };
    try {
      // One that was not reached last time is asked with one message first.
      if (this.lane.failures > 0) {
        const [first, ...rest] = chains[0];
        await this.#follow([first], target);
        if (this.lane.failures > 0) return;
        chains[0] = rest;
      }
      await Promise.all(Array.from({ length: concurrency }, work));
    } finally {
      // What was delivered is written down though others were cut off.
      await this.#write();
    }
  }

  /** One after the other, until one is not delivered. */
  async #follow(chain: DueDelivery[], target: Target): Promise<void> {
    for (const delivery of chain) {
      if (this.#stopping.aborted || this.#halt) return;
      await this.#pace.turn(this.#stopping).catch(() => {});
      if (this.#stopping.aborted) return;
      this.#demandLane();
      const attempt = await this.#attempt(delivery, target);
      if (!attempt) return;
      this.#take(delivery, attempt);
      const isLong = performance.now() - this.#writtenAt > WRITE_MS;
      if (this.#outcomes.length >= WRITE_COUNT || isLong) await this.#write();
      if (attempt.problem !== null) return;
    }
  }

  /** @returns undefined where it was cut off: it is sent again */
  async #attempt(
    { messageId, payload, since }: DueDelivery,
    target: Target,
  ): Promise<Attempt | undefined> {
    const { deliverer, onAttempt } = this.options;
    const message = { id: messageId, payload };
    try {
      const attempt = await deliverer.attempt(target, message, this.#stopping);
      onAttempt(attempt, since);
      return attempt;
    } catch (error) {
      if (this.#stopping.aborted) return undefined;
      throw error;
    }
  }

  #take(delivery: DueDelivery, attempt: Attempt): void {
    const { now, random, config } = this.options;
    const { lane } = this;
    const { askedFor, isGone, ...said } = attempt;
    if (attempt.problem === null) {
      lane.failures = 0;
      lane.failingSince = null;
      this.#outcomes.push({ ...said, delivery });
      return;
    }
    lane.failures += 1;
    lane.failingSince ??= now();
    const rest = restAfter({
      failures: lane.failures,
      askedFor,
      random: random(),
    });
    if (rest > 0) this.#halt = { restsUntil: now() + rest };
    if (isGone) this.#halt = { off: 'gone' };
    else if (now() - lane.failingSince > config.giveUpDays * DAY_MS)
      this.#halt = { off: 'given_up' };
    const retryAt = isGone
      ? undefined
      : nextTry({
          tries: delivery.tries + 1,
          since: delivery.since,
          now: now(),
          askedFor,
          random: random(),
        });
    this.#outcomes.push({ ...said, delivery, retryAt });
  }

  /** One at a time: what others have added meanwhile is written next. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeNow());
    return this.#writing;
  }

  async #writeNow(): Promise<void> {
    const outcomes = this.#outcomes;
    if (outcomes.length === 0) return;
    this.#outcomes = [];
    this.#writtenAt = performance.now();
    const { knex, queue, now } = this.options;
    const { lane } = this;
    const last = outcomes[outcomes.length - 1];
    const before = performance.now();
    await queue.write(lane, outcomes, {
      failures: lane.failures,
      failing_since: lane.failingSince,
      rests_until: this.#halt?.restsUntil ?? null,
      last_at: last.at,
      last_state: last.problem === null ? 'delivered' : 'failed',
      last_status: last.status,
    });
    this.#keptAt = before;
    const off = this.#halt?.off;
    if (off) await turnOff(knex, lane.webhookId, off, now());
  }

  async #keep(): Promise<void> {
    const before = performance.now();
    await this.options.lanes.keep(this.lane);
    this.#keptAt = before;
  }

  /** @throws LaneLost where another may have begun to deliver */
  #demandLane(): void {
    if (performance.now() - this.#keptAt > this.options.lanes.leaseMs)
      throw new LaneLost(this.lane.webhookId);
  }
}

/** What has to be delivered one after the other, each in its order. */
function chainsOf(page: DueDelivery[]): DueDelivery[][] {
  const chains = new Map<string, DueDelivery[]>();
  for (const delivery of page) {
    const chain = chains.get(delivery.orderKey) ?? [];
    chain.push(delivery);
    chains.set(delivery.orderKey, chain);
  }
  return [...chains.values()];
}
