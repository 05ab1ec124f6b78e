import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  MAX_WEBHOOKS,
  ViewFilterQuery,
  Webhook,
  WebhookChoice,
  WebhookDraft,
  WebhookWithSecret,
} from 'backstage-plugin-workflow-runs-common';
import { isUniqueViolation } from '../database/errors';
import { newId } from '../database/ids';
import { OutgoingRequests, TargetRefused } from '../outgoing/OutgoingRequests';
import { TextRedactor } from '../privacy/Redactor';
import { Visibility } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { hashOf } from '../runs/hash';
import { Identity } from '../runs/Identity';
import { refusal } from '../runs/InvalidInput';
import { SavedViews } from '../views/SavedViews';
import { LATE_FILTERS } from './RunFits';
import { seenDeliveries } from './seenDeliveries';
import { WebhookCounts, webhookToWire } from './webhookToWire';
import { WebhookOutdated, WebhookRecord, WebhookStore } from './WebhookStore';
import { WebhookVault } from './WebhookVault';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Who looks after webhooks, and which runs they may read. */
export interface WebhookCaller extends Identity {
  readable: Visibility;
}

/** Webhooks as admins see and change them. */
export class Webhooks {
  constructor(
    private readonly options: {
      knex: Knex;
      store: WebhookStore;
      vault: WebhookVault;
      views: Pick<SavedViews, 'get'>;
      requests: Pick<OutgoingRequests, 'check'>;
      redactor: TextRedactor;
      now: () => number;
    },
  ) {}

  async list(readable: Visibility): Promise<Webhook[]> {
    return this.#toWire(await this.options.store.list(), readable);
  }

  async choices(): Promise<WebhookChoice[]> {
    const records = await this.options.store.list();
    return records.map(({ id, name, enabled }) => ({ id, name, enabled }));
  }

  /** @throws NotFoundError */
  async get(id: string, readable: Visibility): Promise<Webhook> {
    const [webhook] = await this.#toWire([await this.record(id)], readable);
    return webhook;
  }

  find(id: string): Promise<WebhookRecord | undefined> {
    return this.options.store.get(id);
  }

  /** @throws NotFoundError */
  async record(id: string): Promise<WebhookRecord> {
    const record = await this.find(id);
    if (record) return record;
    throw new NotFoundError(`There is no webhook '${id}'`);
  }

  /**
   * @returns the webhook, and its secret unless the request was made before
   * @throws InvalidInput, ConflictError
   */
  async create(
    draft: WebhookDraft,
    caller: WebhookCaller,
    key?: string,
  ): Promise<WebhookWithSecret> {
    const { knex, store, vault, now } = this.options;
    const hash = hashOf(draft);
    const before = await this.#madeBefore(caller, key, hash);
    if (before) return before;
    if ((await store.count()) >= MAX_WEBHOOKS)
      throw new ConflictError(`There are ${MAX_WEBHOOKS} webhooks already`);
    const id = newId('whk');
    const headers = headersFrom(draft, {});
    const at = now();
    const record: WebhookRecord = {
      id,
      ...(await this.#said(draft, caller)),
      createdBy: caller.ref,
      createdAt: at,
      updatedAt: at,
      version: 1,
      offReason: draft.enabled ? null : 'off',
      offAt: draft.enabled ? null : at,
    };
    const sealed = await vault.sealHeaders(id, headers);
    const { row, secret } = await vault.draw(id);
    const request = { key: key ?? null, hash: key ? hash : null };
    try {
      await knex.transaction(async trx => {
        await store.insert(trx, record, sealed, request);
        await trx('webhook_secrets').insert(row);
      });
    } catch (error) {
      // Its twin came at the same time.
      const twin =
        isUniqueViolation(error) && (await this.#madeBefore(caller, key, hash));
      if (twin) return twin;
      throw error;
    }
    return { webhook: await this.get(id, caller.readable), secret };
  }

  /** @throws NotFoundError, InvalidInput, ConflictError where it was changed meanwhile */
  async change(
    id: string,
    { version, ...draft }: WebhookDraft & { version: number },
    caller: WebhookCaller,
  ): Promise<Webhook> {
    const { knex, store, vault, now } = this.options;
    const known = await this.record(id);
    if (known.version !== version) throw changedMeanwhile(known, version);
    const headers = headersFrom(draft, await vault.headersOf(id));
    const stays = known.enabled === draft.enabled;
    const record: WebhookRecord = {
      ...known,
      ...(await this.#said(draft, caller, known)),
      updatedAt: now(),
      version: version + 1,
      ...(stays
        ? {}
        : {
            offReason: draft.enabled ? null : ('off' as const),
            offAt: draft.enabled ? null : now(),
          }),
    };
    const sealed = await vault.sealHeaders(id, headers);
    await knex
      .transaction(trx => store.update(trx, record, sealed))
      .catch(async error => {
        if (!(error instanceof WebhookOutdated)) throw error;
        throw changedMeanwhile(await this.record(id), version);
      });
    return this.get(id, caller.readable);
  }

  /** @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { name } = await this.record(id);
    await this.options.store.delete(id).catch(error => {
      throw error instanceof WebhookOutdated
        ? new NotFoundError(`The webhook '${name}' is gone already`)
        : error;
    });
  }

  /**
   * Makes a new secret. The one before signs as well for a while, and one before that no more.
   *
   * @throws NotFoundError, ConflictError where another has been made meanwhile
   */
  async rotate(
    id: string,
    wanted: { replaces: string; overlapHours: number },
    readable: Visibility,
  ): Promise<WebhookWithSecret> {
    const { knex, vault, now } = this.options;
    await this.record(id);
    const { row, secret } = await vault.draw(id);
    await knex.transaction(async trx => {
      const secrets = () => trx('webhook_secrets').where({ webhook_id: id });
      await secrets().whereNotNull('expires_at').delete();
      const replaced = await secrets()
        .where({ id: wanted.replaces })
        .whereNull('expires_at')
        .update({ expires_at: now() + wanted.overlapHours * HOUR_MS });
      if (replaced === 0) {
        throw new ConflictError(
          'replaces: it is not the secret that signs now: load the webhook anew',
        );
      }
      await trx('webhook_secrets').insert(row);
    });
    return { webhook: await this.get(id, readable), secret };
  }

  /** @throws NotFoundError */
  async endOldSecrets(id: string, readable: Visibility): Promise<Webhook> {
    await this.record(id);
    await this.options
      .knex('webhook_secrets')
      .where({ webhook_id: id })
      .whereNotNull('expires_at')
      .delete();
    return this.get(id, readable);
  }

  /** What people have said, looked at; with what the view says and the caller may read now. */
  async #said(
    draft: WebhookDraft,
    caller: WebhookCaller,
    known?: WebhookRecord,
  ) {
    const { redactor, requests, now } = this.options;
    await requests.check(draft.url).catch(error => {
      if (!(error instanceof TargetRefused)) throw error;
      throw refusal('/url', 'target', lowerFirst(error.message));
    });
    return {
      name: redactor.text(draft.name),
      description: redactor.text(draft.description),
      url: new URL(draft.url).href,
      eventTypes: draft.eventTypes,
      ...(await this.#compiled(draft.viewId, caller, known)),
      visibility: caller.readable,
      visibilityAt: now(),
      headerNames: draft.headers.map(({ name }) => name),
      enabled: draft.enabled,
      owner: draft.owner ?? known?.owner ?? ownerOf(caller),
      updatedBy: caller.ref,
    };
  }

  /** The view as it is now. One that another editor has chosen, and that the caller may not see, stays as it was. */
  async #compiled(
    viewId: string | null,
    caller: WebhookCaller,
    known?: WebhookRecord,
  ): Promise<Pick<WebhookRecord, 'view' | 'filter'>> {
    if (viewId === null) return { view: null, filter: {} };
    const view = await this.options.views
      .get(viewId, { ...caller, mayShare: false })
      .catch(error => {
        if (error.name !== 'NotFoundError') throw error;
        if (known?.view?.id === viewId) return undefined;
        throw refusal(
          '/viewId',
          'not_found',
          'there is no such view, or you may not see it',
        );
      });
    if (!view) return { view: known!.view, filter: known!.filter };
    checkFilter(view.filter);
    return { view: { id: view.id, name: view.name }, filter: view.filter };
  }

  async #madeBefore(
    { ref, readable }: WebhookCaller,
    key: string | undefined,
    hash: string,
  ): Promise<WebhookWithSecret | undefined> {
    if (key === undefined) return undefined;
    const made = await this.options.store.madeBy(ref, key);
    if (!made) return undefined;
    if (made.requestHash !== hash)
      throw new ConflictError(
        'Idempotency-Key: it was used for another request',
      );
    return { webhook: await this.get(made.id, readable), secret: null };
  }

  async #toWire(
    records: WebhookRecord[],
    readable: Visibility,
  ): Promise<Webhook[]> {
    const { knex, vault } = this.options;
    const ids = records.map(({ id }) => id);
    const lanes: DatabaseRow[] = await knex('webhook_lanes').whereIn(
      'webhook_id',
      ids,
    );
    const secrets = await vault.records(ids.length === 1 ? ids[0] : undefined);
    const counts = await this.#counts(ids, readable);
    return records.map(record =>
      webhookToWire(record, {
        lane: lanes.find(({ webhook_id }) => webhook_id === record.id),
        secrets: secrets.filter(({ webhookId }) => webhookId === record.id),
        counts: counts(record.id),
      }),
    );
  }

  async #counts(
    ids: string[],
    readable: Visibility,
  ): Promise<(id: string) => WebhookCounts> {
    const { knex, now } = this.options;
    const waiting: DatabaseRow[] = await seenDeliveries(
      knex('webhook_deliveries').whereIn('webhook_id', ids),
      readable,
    )
      .whereNotNull('due_at')
      .groupBy('webhook_id')
      .select('webhook_id')
      .count({ pending: '*' });
    const tried: DatabaseRow[] = await seenDeliveries(
      knex('webhook_attempts').whereIn('webhook_id', ids),
      readable,
    )
      .where('at', '>', now() - DAY_MS)
      .groupBy('webhook_id')
      .select('webhook_id')
      .count({ attempts: '*', failures: 'problem' });
    const of = (rows: DatabaseRow[], id: string) =>
      rows.find(({ webhook_id }) => webhook_id === id);
    return id => ({
      pending: Number(of(waiting, id)?.pending ?? 0),
      attempts: Number(of(tried, id)?.attempts ?? 0),
      failures: Number(of(tried, id)?.failures ?? 0),
    });
  }
}

/** @throws InvalidInput where a header keeps what it does not have */
function headersFrom(
  { headers }: Pick<WebhookDraft, 'headers'>,
  known: Record<string, string>,
): Record<string, string> {
  const kept = new Map(
    Object.entries(known).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return Object.fromEntries(
    headers.map(({ name, value }, index) => {
      const said = value ?? kept.get(name.toLowerCase());
      if (said !== undefined) return [name, said];
      throw refusal(
        `/headers/${index}/value`,
        'required',
        'it has no value yet that it could keep',
      );
    }),
  );
}

function checkFilter(filter: ViewFilterQuery): void {
  const late = LATE_FILTERS.find(name => filter[name] !== undefined);
  if (!late) return;
  throw refusal(
    '/viewId',
    'late_filter',
    `the view filters by ${late}, which is not known yet when an event is told of`,
  );
}

/** @throws InvalidInput where that is nobody who can be told something */
function ownerOf({ ref, isUser }: WebhookCaller): string {
  if (isUser) return ref;
  throw refusal('/owner', 'required', 'a service is no owner: say who is');
}

function changedMeanwhile(
  { version: now }: WebhookRecord,
  version: number,
): ConflictError {
  return new ConflictError(
    `version: the webhook has version ${now}, and this is a change of version ${version}: load it anew`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
