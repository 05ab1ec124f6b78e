import { Knex } from 'knex';
import {
  RetentionJob,
  RetentionJobStatus,
} from 'backstage-plugin-workflow-runs-common';
import { LeaseClock } from '../database/clock';
import { isUniqueViolation } from '../database/errors';
import { newId } from '../database/ids';
import { toIso, toIsoOrNull, toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Place } from './KeptRuns';
import { Report, StoredReport } from './Report';

/** How long a backend may say nothing before another takes its job, in milliseconds. */
export const LEASE_MS = 30_000;

/** A job that this backend works on. Times are epoch milliseconds. */
export interface HeldJob {
  id: string;
  epoch: number;
  status: RetentionJobStatus;
  createdAt: number;
  cutoff: number;
  firstAt: number | null;
  after: Place | undefined;
  lookedAt: number;
  report: Report;
}

/** Another backend works on the job, from where this one has said that it is. */
export class JobLost extends Error {
  constructor(jobId: string) {
    super(`Another backend works on the retention job ${jobId}`);
    this.name = 'JobLost';
  }
}

/** Keeps jobs, of which one is under way at a time, and gives it to one backend. */
export class RetentionJobStore {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: LeaseClock;
      now: () => number;
      /** Who takes the leases. */
      owner: string;
    },
  ) {}

  /** @returns the job; where one is under way, that one */
  async start(
    kind: 'scheduled' | 'manual',
    startedBy: string | null,
    cutoff: number,
  ): Promise<RetentionJob> {
    const { knex, now } = this.options;
    const id = newId('ret');
    const at = now();
    try {
      await knex('retention_jobs').insert({
        id,
        kind,
        status: 'running',
        slot: 1,
        started_by: startedBy,
        created_at: at,
        updated_at: at,
        cutoff,
        report: JSON.stringify(new Report().toStored()),
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const open = await knex('retention_jobs').where({ slot: 1 }).first();
      if (open) return toJob(open);
      return this.start(kind, startedBy, cutoff);
    }
    return (await this.get(id))!;
  }

  /** Notes what was deleted by hand. */
  async note(job: {
    startedBy: string;
    reason: string;
    lookedAt: number;
    report: Report;
    startedAt: number;
  }): Promise<RetentionJob> {
    const id = newId('ret');
    const now = this.options.now();
    await this.options.knex('retention_jobs').insert({
      id,
      kind: 'run',
      status: 'completed',
      started_by: job.startedBy,
      reason: job.reason,
      created_at: job.startedAt,
      updated_at: now,
      completed_at: now,
      cutoff: now,
      looked_at: job.lookedAt,
      report: JSON.stringify(job.report.toStored()),
    });
    return (await this.get(id))!;
  }

  async get(id: string): Promise<RetentionJob | undefined> {
    const row = await this.options.knex('retention_jobs').where({ id }).first();
    return row && toJob(row);
  }

  /** Newest first. */
  async list(query: {
    limit: number;
    after?: string;
  }): Promise<RetentionJob[]> {
    const { knex } = this.options;
    const rows = knex('retention_jobs')
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit);
    if (query.after !== undefined) {
      const last = await knex('retention_jobs')
        .where({ id: query.after })
        .first('created_at', 'id');
      if (!last) return [];
      rows.whereRaw('(created_at, id) < (?, ?)', [last.created_at, last.id]);
    }
    return (await rows).map(toJob);
  }

  /** Asks the job to stop, where it is under way. */
  async abort(id: string, actor: string): Promise<void> {
    const { knex, now } = this.options;
    await knex('retention_jobs')
      .where({ id, status: 'running' })
      .update({ status: 'aborting', aborted_by: actor, updated_at: now() });
  }

  /** Takes the job that is under way, where nobody works on it. */
  async take(): Promise<HeldJob | undefined> {
    const { knex, clock, owner } = this.options;
    const row = await knex('retention_jobs').where({ slot: 1 }).first();
    if (!row) return undefined;
    const now = await clock();
    const isFree =
      row.lease_until === null ||
      Number(row.lease_until) <= now ||
      row.owner === owner;
    if (!isFree) return undefined;
    const epoch = row.epoch + 1;
    const taken = await knex('retention_jobs')
      .where({ id: row.id, epoch: row.epoch, slot: 1 })
      .update({ owner, epoch, lease_until: now + LEASE_MS });
    if (taken === 0) return undefined;
    return {
      id: row.id,
      epoch,
      status: row.status,
      createdAt: Number(row.created_at),
      cutoff: Number(row.cutoff),
      firstAt: toNumberOrNull(row.first_at),
      after:
        row.after_at === null
          ? undefined
          : { at: Number(row.after_at), id: row.after_id },
      lookedAt: Number(row.looked_at),
      report: new Report(JSON.parse(row.report)),
    };
  }

  /**
   * Writes down how far a job is, and keeps it.
   *
   * @returns its status: it may have been aborted meanwhile
   * @throws JobLost
   */
  async save(job: HeldJob): Promise<RetentionJobStatus> {
    const { knex, clock, now } = this.options;
    const [row] = await this.#held(job, knex)
      .update({
        updated_at: now(),
        lease_until: (await clock()) + LEASE_MS,
        first_at: job.firstAt,
        after_at: job.after?.at ?? null,
        after_id: job.after?.id ?? null,
        looked_at: job.lookedAt,
        report: JSON.stringify(job.report.toStored()),
      })
      .returning('status');
    if (!row) throw new JobLost(job.id);
    return row.status;
  }

  /**
   * Keeps a job in a transaction: from here on nobody else can take it.
   *
   * @throws JobLost
   */
  async fence(job: HeldJob, trx: Knex.Transaction): Promise<void> {
    const lease_until = (await this.options.clock()) + LEASE_MS;
    const kept = await this.#held(job, trx).update({ lease_until });
    if (kept === 0) throw new JobLost(job.id);
  }

  async end(
    job: HeldJob,
    status: 'aborted' | 'completed' | 'failed',
  ): Promise<void> {
    await this.save(job);
    const now = this.options.now();
    await this.#held(job, this.options.knex).update({
      status,
      slot: null,
      completed_at: now,
      updated_at: now,
      owner: null,
      lease_until: null,
    });
  }

  /** Lets another take it at once. */
  async giveBack(job: HeldJob): Promise<void> {
    await this.#held(job, this.options.knex).update({
      owner: null,
      lease_until: null,
    });
  }

  #held({ id, epoch }: HeldJob, knex: Knex) {
    const { owner } = this.options;
    return knex('retention_jobs').where({ id, epoch, owner });
  }
}

function toJob(row: DatabaseRow): RetentionJob {
  const report: StoredReport = JSON.parse(row.report);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedBy: row.started_by,
    startedAt: toIso(row.created_at),
    updatedAt: toIso(row.updated_at),
    completedAt: toIsoOrNull(row.completed_at),
    abortedBy: row.aborted_by,
    reason: row.reason,
    lookedAt: Number(row.looked_at),
    progress: progressOf(row),
    ...report,
  };
}

function progressOf(row: DatabaseRow): number {
  if (row.status === 'completed') return 1;
  if (row.first_at === null || row.after_at === null) return 0;
  const all = Number(row.cutoff) - Number(row.first_at);
  const done = Number(row.after_at) - Number(row.first_at);
  return all <= 0 ? 0 : Math.min(1, Math.max(0, done / all));
}
