import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { BulkItem, BulkOutcome } from 'backstage-plugin-workflow-runs-common';
import { BulkJobRecord, toBulkItem, toBulkJob } from './bulkJobToWire';

/** Few enough for each statement to be short. */
const BATCH = 100;

/** A job that is to be, with all that it may do frozen. */
export interface NewBulkJob
  extends Pick<
    BulkJobRecord,
    'id' | 'name' | 'action' | 'params' | 'reason' | 'startedBy'
  > {
  idempotencyKey: string | undefined;
  requestHash: string;
  items: { runId: string; refusal?: string }[];
}

/** Keeps bulk jobs and their items; what works on them does so by `BulkJobLeases`. */
export class BulkJobStore {
  constructor(
    private readonly knex: Knex,
    private readonly now: () => number,
  ) {}

  /**
   * Keeps a job with its items. Nobody sees it before all of them are there, so that no transaction has
   * to be as long as the job.
   *
   * @returns the job; that of another request, where one with the same key was first
   */
  async add(job: NewBulkJob): Promise<BulkJobRecord> {
    const { items, idempotencyKey, requestHash, params, startedBy, ...rest } =
      job;
    const now = this.now();
    const refused = items.filter(item => item.refusal !== undefined).length;
    await this.knex('bulk_jobs').insert({
      ...rest,
      params: JSON.stringify(params),
      started_by: startedBy,
      request_hash: requestHash,
      status: 'draft',
      total: items.length,
      refused,
      created_at: now,
      updated_at: now,
    });
    for (let from = 0; from < items.length; from += BATCH) {
      const rows = items.slice(from, from + BATCH).map((item, index) => ({
        job_id: job.id,
        number: from + index,
        run_id: item.runId,
        outcome: item.refusal === undefined ? 'pending' : 'refused',
        reason: item.refusal ?? null,
        settled_at: item.refusal === undefined ? null : now,
      }));
      await this.knex('bulk_items').insert(rows);
    }
    try {
      await this.knex('bulk_jobs')
        .where({ id: job.id })
        .update({
          status: 'running',
          idempotency_key: idempotencyKey ?? null,
        });
    } catch (error) {
      // Where it was done and only the answer was lost, it is a job.
      const started = await this.get(job.id);
      if (started) return started;
      await this.#discard(job.id, items.length);
      const twin = await this.known(job);
      if (!twin) throw error;
      return twin;
    }
    return (await this.get(job.id))!;
  }

  /**
   * The job that a key has started.
   *
   * @throws ConflictError where the key was used for something else
   */
  async known({
    startedBy,
    idempotencyKey,
    requestHash,
  }: Pick<NewBulkJob, 'startedBy' | 'idempotencyKey' | 'requestHash'>): Promise<
    BulkJobRecord | undefined
  > {
    if (idempotencyKey === undefined) return undefined;
    const row = await this.knex('bulk_jobs')
      .where({ started_by: startedBy, idempotency_key: idempotencyKey })
      .first();
    if (row && row.request_hash !== requestHash) {
      throw new ConflictError(
        'Idempotency-Key: it was used for another bulk job',
      );
    }
    return row && toBulkJob(row);
  }

  async get(jobId: string): Promise<BulkJobRecord | undefined> {
    const row = await this.knex('bulk_jobs')
      .where({ id: jobId })
      .whereNot({ status: 'draft' })
      .first();
    return row && toBulkJob(row);
  }

  /** Newest first; of one who has started them, where that is said. */
  async list(query: {
    startedBy?: string;
    after?: BulkJobRecord;
    limit: number;
  }): Promise<BulkJobRecord[]> {
    const { startedBy, after, limit } = query;
    const rows = this.knex('bulk_jobs')
      .whereNot({ status: 'draft' })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    if (startedBy !== undefined) rows.where({ started_by: startedBy });
    if (after) {
      rows.whereRaw('(created_at, id) < (?, ?)', [
        Date.parse(after.startedAt),
        after.id,
      ]);
    }
    return (await rows).map(toBulkJob);
  }

  /** Items in the order of the job, behind a number. */
  async items(
    jobId: string,
    query: { outcomes?: BulkOutcome[]; after?: number; limit: number },
  ): Promise<BulkItem[]> {
    const { outcomes, after = -1, limit } = query;
    const rows = this.knex('bulk_items')
      .where({ job_id: jobId })
      .where('number', '>', after)
      .orderBy('number')
      .limit(limit);
    if (outcomes) rows.whereIn('outcome', outcomes);
    return (await rows).map(toBulkItem);
  }

  /** What is under way ends by itself; who works on the job calls off the rest. */
  async abort(jobId: string, by: string, reason: string | null): Promise<void> {
    await this.knex('bulk_jobs')
      .where({ id: jobId, status: 'running' })
      .update({
        status: 'aborting',
        aborted_by: by,
        abort_reason: reason,
        updated_at: this.now(),
      });
  }

  /** Makes items pending again that have failed or were called off, but for those refused by now. */
  async reopen(
    jobId: string,
    items: { number: number; refusal?: string }[],
  ): Promise<void> {
    const now = this.now();
    const byRefusal = new Map<string | undefined, number[]>();
    for (const { number, refusal } of items) {
      byRefusal.set(refusal, [...(byRefusal.get(refusal) ?? []), number]);
    }
    await this.knex.transaction(async trx => {
      const change = { failed: 0, canceled: 0, refused: 0 };
      for (const [refusal, numbers] of byRefusal) {
        const isRefused = refusal !== undefined;
        for (const outcome of ['failed', 'canceled'] as const) {
          const changed = await trx('bulk_items')
            .where({ job_id: jobId, outcome })
            .whereIn('number', numbers)
            .update({
              outcome: isRefused ? 'refused' : 'pending',
              reason: refusal ?? null,
              settled_at: isRefused ? now : null,
            });
          change[outcome] -= changed;
          if (isRefused) change.refused += changed;
        }
      }
      await trx('bulk_jobs')
        .where({ id: jobId })
        .update({ updated_at: now })
        .increment(change);
    });
  }

  /** Lets the job go on with what is pending. */
  async restart(jobId: string): Promise<void> {
    await this.knex('bulk_jobs')
      .where({ id: jobId })
      .whereIn('status', ['aborted', 'completed'])
      .update({
        status: 'running',
        aborted_by: null,
        abort_reason: null,
        completed_at: null,
        updated_at: this.now(),
      });
  }

  /** Takes away what has never become a job, because its backend died before that. */
  async forgetDrafts(olderThan: number): Promise<void> {
    const drafts = await this.knex('bulk_jobs')
      .whereRaw(`status in ('draft', 'running', 'aborting')`)
      .where({ status: 'draft' })
      .where('created_at', '<', olderThan)
      .select('id', 'total');
    for (const { id, total } of drafts) await this.#discard(id, total);
  }

  async #discard(jobId: string, total: number): Promise<void> {
    for (let from = 0; from < total; from += BATCH) {
      await this.knex('bulk_items')
        .where({ job_id: jobId })
        .whereBetween('number', [from, from + BATCH - 1])
        .delete();
    }
    await this.knex('bulk_jobs').where({ id: jobId, status: 'draft' }).delete();
  }
}
