import { Knex } from 'knex';
import {
  BulkAction,
  BulkItem,
  BulkJobStatus,
  BulkParams,
} from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { toBulkItem } from './bulkJobToWire';

/** How long a backend may say nothing before another takes its jobs, in milliseconds. */
export const LEASE_MS = 30_000;
/** Items that are called off at a time. */
const BATCH = 100;
/** Jobs that are looked at for one that is free. */
const CANDIDATES = 20;

/** A job that this backend works on. */
export interface HeldJob {
  id: string;
  epoch: number;
  name: string;
  action: BulkAction;
  params: BulkParams;
  reason: string;
  startedBy: string;
  status: BulkJobStatus;
}

/** What has come of an item. */
export interface SettledItem
  extends Pick<BulkItem, 'number' | 'reason' | 'resultRunId'> {
  outcome: 'done' | 'refused' | 'failed';
}

/** Another backend works on the job: what was done here is not written, and it finds it done. */
export class JobLost extends Error {
  constructor(jobId: string) {
    super(`Another backend works on the bulk job ${jobId}`);
    this.name = 'JobLost';
  }
}

/** Gives each job to one backend at a time, which alone writes what has come of its items. */
export class BulkJobLeases {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      now: () => number;
      /** Who takes the leases. */
      owner: string;
    },
  ) {}

  /** Takes a job that nobody works on, the oldest first; one of its own that it has lost sight of, too. */
  async take(besides: string[]): Promise<HeldJob | undefined> {
    const { knex, clock, owner } = this.options;
    const now = await clock();
    const free = await knex('bulk_jobs')
      // Written out, so that the planner knows the partial index to be enough.
      .whereRaw(`status in ('draft', 'running', 'aborting')`)
      .whereNot({ status: 'draft' })
      .whereNotIn('id', besides)
      .where(row =>
        row
          .whereNull('lease_until')
          .orWhere('lease_until', '<=', now)
          .orWhere({ owner }),
      )
      .orderBy('created_at')
      .limit(CANDIDATES);
    for (const row of free) {
      const epoch = row.epoch + 1;
      const taken = await knex('bulk_jobs')
        .where({ id: row.id, epoch: row.epoch })
        .whereIn('status', ['running', 'aborting'])
        .update({ owner, epoch, lease_until: now + LEASE_MS });
      if (taken === 0) continue;
      return {
        id: row.id,
        epoch,
        name: row.name,
        action: row.action,
        params: JSON.parse(row.params),
        reason: row.reason,
        startedBy: row.started_by,
        status: row.status,
      };
    }
    return undefined;
  }

  /** The next items whose turn it is. */
  async pending({ id }: HeldJob, limit: number): Promise<BulkItem[]> {
    const rows = await this.options
      .knex('bulk_items')
      .where({ job_id: id, outcome: 'pending' })
      .orderBy('number')
      .limit(limit);
    return rows.map(toBulkItem);
  }

  /**
   * Writes what has come of items.
   *
   * @returns the status of the job: it may have been aborted meanwhile
   * @throws JobLost
   */
  async settle(job: HeldJob, items: SettledItem[]): Promise<BulkJobStatus> {
    const now = this.options.now();
    const counts: Record<string, number> = {};
    for (const { outcome } of items) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return this.#write(job, async trx => {
      for (const { number, outcome, reason, resultRunId } of items) {
        await trx('bulk_items').where({ job_id: job.id, number }).update({
          outcome,
          reason,
          result_run_id: resultRunId,
          settled_at: now,
        });
      }
      return counts;
    });
  }

  /**
   * Calls off some of what is pending.
   *
   * @returns whether anything was
   * @throws JobLost
   */
  async callOff(job: HeldJob): Promise<boolean> {
    const items = await this.pending(job, BATCH);
    if (items.length === 0) return false;
    await this.#write(job, async trx => ({
      canceled: await trx('bulk_items')
        .where({ job_id: job.id, outcome: 'pending' })
        .where('number', '<=', items[items.length - 1].number)
        .update({ outcome: 'canceled', settled_at: this.options.now() }),
    }));
    return true;
  }

  /**
   * Ends a job of which nothing is pending.
   *
   * @returns false where it has got another status meanwhile
   */
  async end(job: HeldJob): Promise<boolean> {
    const now = this.options.now();
    const ended = await this.#held(job)
      .where({ status: job.status })
      .update({
        status: job.status === 'aborting' ? 'aborted' : 'completed',
        completed_at: now,
        updated_at: now,
        owner: null,
        lease_until: null,
      });
    return ended > 0;
  }

  /** Lets another take it at once. */
  async giveBack(job: HeldJob): Promise<void> {
    await this.#held(job).update({ owner: null, lease_until: null });
  }

  /** @param change - tells by how much what it changes counts */
  async #write(
    job: HeldJob,
    change: (trx: Knex.Transaction) => Promise<Record<string, number>>,
  ): Promise<BulkJobStatus> {
    const { knex, clock, now } = this.options;
    const leaseUntil = (await clock()) + LEASE_MS;
    return knex.transaction(async trx => {
      // First of all: from here on nobody else can take the job.
      const kept = await this.#held(job, trx).update({
        lease_until: leaseUntil,
        updated_at: now(),
      });
      if (kept === 0) throw new JobLost(job.id);
      const counts = await change(trx);
      if (Object.keys(counts).length > 0)
        await trx('bulk_jobs').where({ id: job.id }).increment(counts);
      const { status } = await trx('bulk_jobs')
        .where({ id: job.id })
        .first('status');
      return status;
    });
  }

  #held({ id, epoch }: HeldJob, knex: Knex = this.options.knex) {
    return knex('bulk_jobs').where({ id, epoch, owner: this.options.owner });
  }
}
