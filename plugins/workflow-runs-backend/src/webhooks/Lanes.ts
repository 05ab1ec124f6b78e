import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { DatabaseRow } from '../queries/DatabaseRow';

/** The right to deliver for a webhook, which one backend has at a time. */
export interface HeldLane {
  webhookId: string;
  owner: string;
  /** Grows with every claim: what was written under an earlier one is refused. */
  epoch: number;
  /** How often the receiver was not reached, in a row. */
  failures: number;
  /** Since when; epoch milliseconds. */
  failingSince: number | null;
}

/** Another backend delivers for the webhook, or it was deleted. */
export class LaneLost extends Error {
  constructor(webhookId: string) {
    super(`Another backend delivers for the webhook '${webhookId}'`);
    this.name = 'LaneLost';
  }
}

/** Who delivers for which webhook. */
export class Lanes {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      now: () => number;
      owner: string;
      leaseMs: number;
    },
  ) {}

  get leaseMs(): number {
    return this.options.leaseMs;
  }

  /** Webhooks that have something to deliver now, and that no other backend delivers for. */
  async due(): Promise<string[]> {
    const { knex, clock, now, owner } = this.options;
    const leaseNow = await clock();
    const at = now();
    return knex('webhooks')
      .join('webhook_lanes', 'webhook_lanes.webhook_id', 'webhooks.id')
      .where({ enabled: true })
      .where(awake =>
        awake.whereNull('rests_until').orWhere('rests_until', '<=', at),
      )
      .where(free =>
        free
          .where('webhook_lanes.owner', owner)
          .orWhereNull('lease_until')
          .orWhere('lease_until', '<=', leaseNow),
      )
      .whereExists(waiting =>
        waiting
          .select('message_id')
          .from('webhook_deliveries')
          .whereRaw('webhook_deliveries.webhook_id = webhooks.id')
          .whereNotNull('due_at')
          .where('due_at', '<=', at),
      )
      .pluck('webhooks.id');
  }

  /** @returns undefined while another holds it */
  async claim(webhookId: string): Promise<HeldLane | undefined> {
    const { knex, clock, owner, leaseMs } = this.options;
    const now = await clock();
    const [row]: DatabaseRow[] = await knex('webhook_lanes')
      .where({ webhook_id: webhookId })
      .where(free =>
        free
          .where({ owner })
          .orWhereNull('lease_until')
          .orWhere('lease_until', '<=', now),
      )
      .update({
        owner,
        epoch: knex.raw('epoch + 1'),
        lease_until: now + leaseMs,
      })
      .returning(['epoch', 'failures', 'failing_since']);
    return (
      row && {
        webhookId,
        owner,
        epoch: Number(row.epoch),
        failures: row.failures,
        failingSince:
          row.failing_since === null ? null : Number(row.failing_since),
      }
    );
  }

  /**
   * Keeps it, and writes how it goes; in the transaction that writes what was delivered, if there is one.
   *
   * @throws LaneLost
   */
  async keep(
    lane: HeldLane,
    change: object = {},
    trx: Knex = this.options.knex,
    leaseUntil?: number,
  ): Promise<void> {
    const { webhookId, owner, epoch } = lane;
    const kept = await trx('webhook_lanes')
      .where({ webhook_id: webhookId, owner, epoch })
      .update({ ...change, lease_until: leaseUntil ?? (await this.until()) });
    if (kept === 0) throw new LaneLost(webhookId);
  }

  /** Until when what is kept now is held; asked for before a transaction: SQLite has one connection. */
  async until(): Promise<number> {
    return (await this.options.clock()) + this.options.leaseMs;
  }

  /** Lets another claim it at once. */
  async give({ webhookId, owner, epoch }: HeldLane): Promise<void> {
    await this.options
      .knex('webhook_lanes')
      .where({ webhook_id: webhookId, owner, epoch })
      .update({ owner: null, lease_until: null });
  }
}
