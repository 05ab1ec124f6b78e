import { isDeepStrictEqual } from 'node:util';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  AlertEpisode,
  AlertPreview,
  AlertRule,
  AlertRuleContent,
  FiringAlert,
  MAX_ALERT_RULES,
} from 'backstage-plugin-workflow-runs-common';
import { newId } from '../database/ids';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { TextRedactor } from '../privacy/Redactor';
import { hashOf } from '../runs/hash';
import { refusal } from '../runs/InvalidInput';
import { SavedViews } from '../views/SavedViews';
import {
  AlertStore,
  NO_READING,
  RuleThere,
  StoredRule,
  StoredState,
  writeState,
} from './AlertStore';
import { AlertTeller } from './AlertTeller';
import { checkRecipients, Directory } from './checkRecipients';
import { AlertAuthor, CompiledScope, compileScope } from './compile';
import { listEpisodes } from './episodes';
import { firingFor } from './firing';
import { AlertHooks } from './messages';
import { foretell } from './foretell';
import {
  AlertEffect,
  AlertStanding,
  resolveAlert,
  restartAlert,
} from './machine';
import { alertToWire, byUrgency } from './toWire';

const DAY_MS = 86_400_000;
/** How long a rule may watch what whoever saved it could see then. */
const EXPIRES_MS = 90 * DAY_MS;
const MAX_SNOOZE_MS = 30 * DAY_MS;
/** How often it is tried to write what an evaluation has just changed. */
const TRIES = 5;

/** What a rule is that fires: where any of it changes, the rule begins anew. */
const DECISIVE = [
  'kind',
  'scope',
  'threshold',
  'windowMs',
  'minRuns',
  'forMs',
  'enabled',
] as const satisfies (keyof AlertRuleContent)[];

/** Somebody else has written meanwhile. */
class Overtaken extends Error {}

/** Who does something, by ref, and with what they may see. */
export interface AlertCaller extends AlertAuthor {
  ref: string;
}

/** Alert rules as admins make, change and answer them. Callers have been authorised. */
export class AlertDesk {
  constructor(
    private readonly options: {
      knex: Knex;
      store: AlertStore;
      teller: AlertTeller;
      hooks: AlertHooks;
      views: SavedViews;
      directory: Directory;
      redactor: TextRedactor;
      now: () => number;
    },
  ) {}

  async list(): Promise<AlertRule[]> {
    const { store, now } = this.options;
    const all = await store.list();
    return all
      .map(({ rule, state }) => alertToWire(rule, state, now()))
      .sort(byUrgency);
  }

  /** @throws NotAllowedError */
  firing(runs: AuthorizedRuns): Promise<FiringAlert[]> {
    const { store, now } = this.options;
    return firingFor(runs, store, now());
  }

  find(
    id: string,
  ): Promise<{ rule: StoredRule; state: StoredState } | undefined> {
    return this.options.store.get(id);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<AlertRule> {
    const { rule, state } = await this.#find(id);
    return alertToWire(rule, state, this.options.now());
  }

  /** @throws InvalidInput where the rule cannot be evaluated by what the caller may see */
  async preview(
    content: AlertRuleContent,
    caller: AlertCaller,
  ): Promise<AlertPreview> {
    const { knex, views, now } = this.options;
    const compiled = await compileScope(content.scope, caller, views);
    return foretell(knex, { content, compiled }, now());
  }

  /**
   * @param key - what makes the request happen once
   * @returns the rule, and whether it is this request that has made it
   * @throws InvalidInput, ConflictError
   */
  async create(
    content: AlertRuleContent,
    caller: AlertCaller,
    key: string | undefined,
  ): Promise<{ rule: AlertRule; created: boolean }> {
    const { store, now } = this.options;
    const id =
      key === undefined
        ? newId('alert')
        : `alert_${hashOf({ actor: caller.ref, key }).slice(0, 26)}`;
    const wanted = await this.#check(content, caller);
    const known = await store.get(id);
    if (!known && (await store.count()) >= MAX_ALERT_RULES) {
      throw new ConflictError(
        `There are ${MAX_ALERT_RULES} alert rules already: delete one first`,
      );
    }
    const rule: StoredRule = {
      ...wanted,
      id,
      expiresAt: now() + EXPIRES_MS,
      disabledBecause: null,
      revision: 1,
      createdBy: caller.ref,
      createdAt: now(),
      updatedBy: caller.ref,
      updatedAt: now(),
    };
    try {
      await store.insert(rule);
    } catch (error) {
      if (!(error instanceof RuleThere)) throw error;
      const there = (await this.#find(id)).rule;
      if (there.revision > 1 || isDeepStrictEqual(there.content, rule.content))
        return { rule: await this.get(id), created: false };
      throw new ConflictError(
        'Idempotency-Key: it was used for another request',
      );
    }
    return { rule: await this.get(id), created: true };
  }

  /** @throws NotFoundError, InvalidInput, ConflictError where it was changed meanwhile */
  async change(
    id: string,
    { revision, ...content }: AlertRuleContent & { revision: number },
    caller: AlertCaller,
  ): Promise<AlertRule> {
    const { store, now } = this.options;
    const wanted = await this.#check(content, caller);
    await this.#act(id, async (trx, { rule, state }) => {
      if (rule.revision !== revision) {
        throw new ConflictError(
          `revision: the rule has revision ${rule.revision}, and this is a change of revision ${revision}: load it anew`,
        );
      }
      const at = now();
      const changed: StoredRule = {
        ...rule,
        ...wanted,
        expiresAt: at + EXPIRES_MS,
        disabledBecause: null,
        revision: revision + 1,
        updatedBy: caller.ref,
        updatedAt: at,
      };
      if (!(await store.update(trx, changed))) return undefined;
      const isSame = DECISIVE.every(field =>
        isDeepStrictEqual(rule.content[field], changed.content[field]),
      );
      if (isSame) return { standing: state.standing, effects: [] };
      return {
        ...restartAlert(state.standing, at),
        forgets: true,
      };
    });
    return this.get(id);
  }

  /** @throws NotFoundError */
  async delete(id: string, by: string): Promise<void> {
    const { store } = this.options;
    const at = this.options.now();
    await this.#act(
      id,
      async (_, { state }) => restartAlert(state.standing, at),
      {
        by: { ref: by, note: null },
        after: async trx => {
          await store.delete(trx, id);
        },
      },
    );
  }

  /** @throws NotFoundError, InvalidInput */
  async snooze(
    id: string,
    until: string | null,
    by: string,
  ): Promise<AlertRule> {
    const snoozedUntil = until === null ? null : this.#until(until);
    await this.#act(id, async (_, { state }) => ({
      standing: {
        ...state.standing,
        snoozedUntil,
        snoozedBy: snoozedUntil === null ? null : by,
      },
      effects: [],
    }));
    return this.get(id);
  }

  /**
   * What does not fire stays as it is.
   *
   * @throws NotFoundError
   */
  async resolve(id: string, note: string, by: string): Promise<AlertRule> {
    const { now, redactor } = this.options;
    await this.#act(
      id,
      async (_, { state }) => resolveAlert(state.standing, now()),
      { by: { ref: by, note: note === '' ? null : redactor.text(note) } },
    );
    return this.get(id);
  }

  /** @throws NotFoundError */
  async episodes(
    id: string,
    page: { limit: number; after?: string },
  ): Promise<{ items: AlertEpisode[]; nextAfter: string | null }> {
    await this.#find(id);
    return listEpisodes(this.options.knex, id, page);
  }

  async #check(
    content: AlertRuleContent,
    caller: AlertCaller,
  ): Promise<{
    content: AlertRuleContent;
    compiled: CompiledScope;
    viewName: string | null;
  }> {
    const { views, directory, hooks, redactor } = this.options;
    const { viewName, ...compiled } = await compileScope(
      content.scope,
      caller,
      views,
    );
    const recipients = await checkRecipients(content.recipients, directory);
    const { webhookId } = content;
    if (webhookId !== null && !(await hooks.has(webhookId))) {
      throw refusal('/webhookId', 'unknown', 'there is no such webhook');
    }
    const name = redactor.text(content.name);
    return { content: { ...content, name, recipients }, compiled, viewName };
  }

  #until(text: string): number {
    const until = Date.parse(text);
    const now = this.options.now();
    if (until <= now) {
      throw refusal('/until', 'past', 'it must be in the future');
    }
    if (until > now + MAX_SNOOZE_MS) {
      throw refusal('/until', 'too_far', 'it must be within 30 days');
    }
    return until;
  }

  async #find(id: string): Promise<{ rule: StoredRule; state: StoredState }> {
    const found = await this.options.store.get(id);
    if (found) return found;
    throw new NotFoundError(`There is no alert rule '${id}'`);
  }

  /**
   * Changes where a rule stands. The evaluation may do so at the same time: then it is tried again.
   *
   * @param decide - undefined: it was overtaken
   */
  async #act(
    id: string,
    decide: (
      trx: Knex.Transaction,
      found: { rule: StoredRule; state: StoredState },
    ) => Promise<
      | {
          standing: AlertStanding;
          effects: AlertEffect[];
          /** What was read before is of no meaning any more. */
          forgets?: boolean;
        }
      | undefined
    >,
    {
      by,
      after,
    }: {
      by?: { ref: string; note: string | null };
      /** What is done in the same transaction, once all is written. */
      after?: (trx: Knex.Transaction) => Promise<void>;
    } = {},
  ): Promise<void> {
    const { knex, teller, now } = this.options;
    for (let tried = 0; tried < TRIES; tried++) {
      const found = await this.#find(id);
      const { rule, state } = found;
      const isDone = await knex
        .transaction(async trx => {
          const decided = await decide(trx, found);
          if (!decided) throw new Overtaken();
          const { standing, effects, forgets } = decided;
          const next = forgets
            ? { ...state, reading: NO_READING, recent: [], evaluatedAt: null }
            : state;
          if (!(await writeState(trx, { ...next, standing }))) {
            throw new Overtaken();
          }
          await teller.write(trx, rule, effects, {
            at: now(),
            reading: state.reading,
            by,
          });
          await after?.(trx);
          return true;
        })
        .catch(error => {
          if (error instanceof Overtaken) return false;
          throw error;
        });
      if (isDone) return;
    }
    throw new ConflictError('The rule is being evaluated: ask again');
  }
}
