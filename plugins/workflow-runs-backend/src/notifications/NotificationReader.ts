import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { NotificationsConfig } from './config';
import { decide } from './decide';
import { Order } from './Order';
import { writeOrder } from './Outbox';
import { ToldRun } from './Wording';

const TOLD = [
  'run.failed',
  'run.completed',
  'run.canceled',
  'run.needs_intervention',
  'run.changed',
  'sla.warning',
  'sla.breached',
  'step.waiting_human',
  'step.validation_failed',
  'decision.made',
];

/**
 * Writes down what people are to be told, behind the log. In the transaction that moves the cursor, so that
 * each event is decided upon once; what sends it can be away for as long as it likes.
 */
export class NotificationReader implements LogHandler {
  readonly name = 'notifications';
  /** Nobody is called for what was before. */
  readonly startsAt = 'head';

  constructor(
    private readonly options: {
      knex: Knex;
      config: NotificationsConfig;
      now: () => number;
      logger: LoggerService;
    },
  ) {}

  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    const { config, now } = this.options;
    const told = events.filter(
      ({ mode, type }) => mode === 'live' && TOLD.includes(type),
    );
    const runs = await this.#runs(told);
    const names = await this.#stepNames(told);
    const decided: { order: Order; run: ToldRun; position: number }[] = [];
    for (const event of told) {
      const run = runs.get(event.runId);
      if (!run || (await this.#stillWaits(event))) continue;
      const orders = decide(
        event,
        run,
        {
          actors: await this.#actors(event),
          stepName: key => names.get(`${run.id} ${key}`) ?? key,
        },
        config,
      );
      const { position } = event;
      decided.push(...orders.map(order => ({ order, run, position })));
    }
    const { resolutions } = config;
    yield async trx => {
      for (const { order, run, position } of decided) {
        await writeOrder(trx, order, run, {
          now: now(),
          position,
          resolutions,
        });
      }
    };
  }

  /** What the log does not hold any more is no news. */
  async *rebuild(): AsyncIterable<Write> {
    this.options.logger.warn(
      'Nobody is notified of what has happened since the log was read last: it does not reach back to that',
    );
  }

  /** Whether other items of the step wait for a decision as well. */
  async #stillWaits({ type, runId, stepKey, itemIndex }: LogEvent) {
    if (type !== 'decision.made' || itemIndex < 0) return false;
    const other = await this.options
      .knex('steps')
      .where({ run_id: runId, step_key: stepKey, status: 'waiting_human' })
      .whereNot({ item_index: itemIndex })
      .first('run_id');
    return other !== undefined;
  }

  /** Who has brought an event about: they have decided it, or asked for what was done in the same moment. */
  async #actors(event: LogEvent): Promise<string[]> {
    if (typeof event.payload.actor === 'string') return [event.payload.actor];
    const rows: DatabaseRow[] = await this.options
      .knex('run_events')
      .where({ run_id: event.runId })
      .whereIn('type', [
        'decision.made',
        'action.requested',
        'action.completed',
      ])
      .select('type', 'occurred_at', 'payload');
    const facts = rows.map(row => ({
      type: row.type,
      isOfNow: Number(row.occurred_at) === event.occurredAt,
      ...JSON.parse(row.payload),
    }));
    const done = facts
      .filter(({ type, isOfNow }) => type === 'action.completed' && isOfNow)
      .map(({ actionId }) => actionId);
    return facts
      .filter(({ type, isOfNow, actionId }) =>
        type === 'decision.made'
          ? isOfNow
          : type === 'action.requested' && done.includes(actionId),
      )
      .flatMap(({ actor }) => actor ?? []);
  }

  async #runs(events: LogEvent[]): Promise<Map<string, ToldRun>> {
    const { knex } = this.options;
    const ids = [...new Set(events.map(({ runId }) => runId))];
    const rows: DatabaseRow[] = await knex('runs')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .whereIn('runs.id', ids)
      .select('runs.id', 'runs.workflow_id', 'runs.tenant_id')
      .select('runs.environment', 'runs.owner_ref', 'runs.backfill')
      .select('workflows.title');
    const owners: DatabaseRow[] = await knex('workflow_owners')
      .whereIn('workflow_id', [...new Set(rows.map(row => row.workflow_id))])
      .orderBy('owner_ref');
    return new Map(
      rows.map(row => [
        row.id,
        {
          id: row.id,
          workflowId: row.workflow_id,
          tenantId: row.tenant_id,
          title: row.title,
          environment: row.environment,
          backfill: Boolean(row.backfill),
          ownerRef: row.owner_ref,
          ownerRefs: owners
            .filter(({ workflow_id }) => workflow_id === row.workflow_id)
            .map(({ owner_ref }) => owner_ref),
        },
      ]),
    );
  }

  async #stepNames(events: LogEvent[]): Promise<Map<string, string>> {
    const keys = events.flatMap(
      ({ stepKey, payload }) => stepKey ?? (payload.step as string) ?? [],
    );
    const rows: DatabaseRow[] = await this.options
      .knex('steps')
      .whereIn('run_id', [...new Set(events.map(({ runId }) => runId))])
      .whereIn('step_key', [...new Set(keys)])
      .where({ item_index: -1 })
      .select('run_id', 'step_key', 'name');
    return new Map(
      rows.map(row => [`${row.run_id} ${row.step_key}`, row.name]),
    );
  }
}
