import { performance } from 'node:perf_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { LeasedChores } from '../engine/LeasedChores';
import { freshAt } from '../statistics/freshAt';
import {
  AlertStore,
  RecentValue,
  StoredRule,
  StoredState,
  writeState,
} from './AlertStore';
import { AlertTeller } from './AlertTeller';
import { forgetEpisodes } from './episodes';
import { advanceAlert, Reading, restartAlert } from './machine';
import { AlertHooks, passMessages } from './messages';
import { readRule } from './readRule';

const LEASE = 'alert-evaluator';
/** What admins put an end to is told without waiting for a round. */
const PASS_MS = 5_000;
const FORGET_MS = 60 * 60_000;
/** Values that are kept to be drawn, over the time that the rule looks at. */
const RECENT = 40;

/** A rule that was changed or decided upon while it was evaluated. */
class Outrun extends Error {}

/**
 * Evaluates all rules, from one backend at a time. Where two take themselves for that one, whoever writes second
 * finds that a rule is not as it was read, and leaves it; so does whoever comes up again after a crash.
 */
export class AlertEvaluator {
  readonly #chores: LeasedChores;

  constructor(
    private readonly options: {
      knex: Knex;
      store: AlertStore;
      teller: AlertTeller;
      hooks: AlertHooks;
      clock: LeaseClock;
      owner: string;
      intervalMs: number;
      now: () => number;
      logger: LoggerService;
      /** Hears how long each round took, in milliseconds. */
      evaluated: (ms: number) => void;
    },
  ) {
    this.#chores = new LeasedChores({
      ...options,
      name: LEASE,
      leaseMs: 2 * options.intervalMs,
      what: 'Alert rules are evaluated',
    });
  }

  start(): void {
    this.#chores.every(this.options.intervalMs, () => this.round());
    this.#chores.every(PASS_MS, () =>
      passMessages(this.options.knex, this.options.hooks),
    );
    this.#chores.every(FORGET_MS, () =>
      forgetEpisodes(this.options.knex, this.options.now()),
    );
  }

  stop(): Promise<void> {
    return this.#chores.stop();
  }

  /** Evaluates each rule, where no other backend does. */
  async round(): Promise<void> {
    const { knex, store, now, logger, evaluated } = this.options;
    const all = await store.list();
    const enabled = all.filter(({ rule }) => rule.content.enabled);
    if (enabled.length === 0 || !(await this.#chores.mayGoOn())) return;
    const begun = performance.now();
    const fresh = await freshAt(knex, now());
    for (const { rule, state } of enabled) {
      if (!(await this.#chores.mayGoOn())) return;
      try {
        if (rule.expiresAt <= now()) await this.#expire(rule, state);
        else await this.#evaluate(rule, state, fresh);
      } catch (error) {
        // One rule that cannot be evaluated must not keep others from being.
        if (!(error instanceof Outrun)) {
          logger.warn(`Alert rule '${rule.id}' is evaluated later: ${error}`);
        }
      }
    }
    evaluated(performance.now() - begun);
  }

  async #evaluate(
    rule: StoredRule,
    state: StoredState,
    fresh: number | null,
  ): Promise<void> {
    const { knex, teller, now } = this.options;
    const at = now();
    const reading = await readRule(knex, rule, { now: at, freshAt: fresh });
    const { standing, effects } = advanceAlert(
      state.standing,
      reading,
      rule.content,
      { at, newEpisode: newId('alep') },
    );
    await knex.transaction(async trx => {
      const isWritten = await writeState(trx, {
        ...state,
        standing,
        reading,
        recent: withRecent(state.recent, reading, { at, rule }),
        evaluatedAt: at,
      });
      if (!isWritten) throw new Outrun();
      await teller.write(trx, rule, effects, { at, reading });
    });
  }

  async #expire(rule: StoredRule, state: StoredState): Promise<void> {
    const { knex, store, teller, now } = this.options;
    const at = now();
    const { standing, effects } = restartAlert(state.standing, at);
    await knex.transaction(async trx => {
      const isExpired = await store.update(trx, {
        ...rule,
        content: { ...rule.content, enabled: false },
        disabledBecause: 'expired',
        revision: rule.revision + 1,
      });
      const isWritten = await writeState(trx, { ...state, standing });
      if (!isExpired || !isWritten) throw new Outrun();
      await teller.write(trx, rule, effects, { at, reading: state.reading });
      await teller.tellExpired(trx, rule, at);
    });
  }
}

/** What is drawn covers the time that the rule looks at, with as many values as there is room for. */
export function withRecent(
  recent: readonly RecentValue[],
  { verdict, value }: Reading,
  { at, rule }: { at: number; rule: Pick<StoredRule, 'content'> },
): RecentValue[] {
  if (verdict === 'unknown') return [...recent];
  const { windowMs, threshold } = rule.content;
  const covered = windowMs ?? threshold;
  const spacing = covered / RECENT;
  const before = recent.at(-2);
  // The last one is of now; it stays once it is far enough from the one before.
  const isTooNear =
    before !== undefined && recent.at(-1)!.at - before.at < spacing;
  const kept = isTooNear ? recent.slice(0, -1) : recent;
  return [...kept, { at, value }].slice(-RECENT - 1);
}
