import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { newId } from '../database/ids';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { MessageRun, payloadOf } from './messages';
import { RunFits } from './RunFits';
import { NewMessage, writeDeliveries } from './writeDeliveries';
import { WebhookRecord, WebhookStore } from './WebhookStore';

/**
 * Puts events into the queues of webhooks, behind the log: in the transaction that moves the cursor, so that each
 * is in each queue once, and under one id for good.
 */
export class WebhookReader implements LogHandler {
  readonly name = 'webhooks';
  /** Nobody is told of what was before. */
  readonly startsAt = 'head';
  readonly #store: WebhookStore;
  readonly #fits: RunFits;

  constructor(
    private readonly options: {
      knex: Knex;
      now: () => number;
      logger: LoggerService;
    },
  ) {
    this.#store = new WebhookStore(options.knex);
    this.#fits = new RunFits(options.knex, options.now);
  }

  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    const webhooks = (await this.#store.list()).filter(each => each.enabled);
    const told = events.filter(
      ({ mode, type }) =>
        mode === 'live' && webhooks.some(webhook => isTold(webhook, type)),
    );
    if (told.length === 0) return;
    const runs = await this.#runs(told);
    const fitting = await this.#fitting(told, webhooks);
    const addressed = told.flatMap(event => {
      const run = runs.get(event.runId);
      const webhookIds = webhooks
        .filter(({ id, eventTypes }) => {
          const fits = fitting.get(id)!.has(event.runId);
          return fits && isTold({ eventTypes }, event.type);
        })
        .map(({ id }) => id);
      return run && webhookIds.length > 0
        ? { message: messageOf(event, run), webhookIds }
        : [];
    });
    yield async trx => {
      // One that was purged meanwhile leaves nothing behind.
      const ids = addressed.map(({ message }) => message.runId);
      const kept = new Set(await trx('runs').whereIn('id', ids).pluck('id'));
      await writeDeliveries(
        trx,
        addressed.filter(({ message }) => kept.has(message.runId)),
        this.options.now(),
      );
    };
  }

  /** What the log does not hold any more cannot be told in its order. */
  async *rebuild(): AsyncIterable<Write> {
    this.options.logger.warn(
      'Webhooks are not told of what has happened since the log was read last: it does not reach back to that',
    );
  }

  /** The runs that each webhook is about. */
  async #fitting(
    events: LogEvent[],
    webhooks: WebhookRecord[],
  ): Promise<Map<string, Set<string>>> {
    const found = new Map<string, Set<string>>();
    // Many have no view, and an editor who may read everything.
    const known = new Map<string, Promise<Set<string>>>();
    for (const webhook of webhooks) {
      const wanted = events.filter(({ type }) => isTold(webhook, type));
      const ids = [...new Set(wanted.map(({ runId }) => runId))];
      const { filter, visibility } = webhook;
      const key = JSON.stringify([filter, visibility, ids]);
      const fits = known.get(key) ?? this.#fits.of(ids, webhook);
      known.set(key, fits);
      found.set(webhook.id, await fits);
    }
    return found;
  }

  async #runs(events: LogEvent[]): Promise<Map<string, MessageRun>> {
    const rows: DatabaseRow[] = await this.options
      .knex('runs')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .whereIn('runs.id', [...new Set(events.map(({ runId }) => runId))])
      .select('runs.id', 'runs.tenant_id', 'runs.environment')
      .select('workflows.engine', 'workflows.name', 'workflows.title');
    return new Map(
      rows.map(row => [
        row.id,
        {
          id: row.id,
          workflow: `${row.engine}/${row.name}`,
          title: row.title,
          tenantId: row.tenant_id,
          environment: row.environment,
        },
      ]),
    );
  }
}

function isTold(
  { eventTypes }: Pick<WebhookRecord, 'eventTypes'>,
  type: string,
): boolean {
  return eventTypes.includes('*') || eventTypes.includes(type);
}

function messageOf(event: LogEvent, run: MessageRun): NewMessage {
  return {
    id: newId('msg'),
    type: event.type,
    runId: event.runId,
    payload: payloadOf(event, run),
    orderKey: `run ${event.runId}`,
    place: event.position,
  };
}
