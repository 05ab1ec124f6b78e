import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  keptClassSchema,
  Retention,
  RetentionDraft,
  RetentionJob,
  RetentionPreview,
  RunKept,
} from 'backstage-plugin-workflow-runs-common';
import { toIsoOrNull } from '../database/time';
import { Redactor } from '../privacy/Redactor';
import { WalkedRun } from './KeptRuns';
import { previewRetention } from './preview';
import { Purge } from './Purge';
import { Report } from './Report';
import { RetentionJobStore } from './RetentionJobStore';
import { RetentionPolicies } from './RetentionPolicies';
import { RetentionRules } from './RetentionRules';

/** Why a run cannot be deleted, in words. */
const REFUSALS = {
  legal_hold: (tag: string | null) => `The tag '${tag}' holds the run`,
  not_ended: () => 'The run has not ended: cancel it first',
  needs_intervention: () => 'The run needs intervention: see to it first',
  open_children: () => 'Runs that it has launched have not ended',
};

/** What admins ask of retention. Callers have been authorised. */
export class RetentionDesk {
  constructor(
    private readonly options: {
      knex: Knex;
      policies: RetentionPolicies;
      jobs: RetentionJobStore;
      purge: Purge;
      redactor: Redactor;
      now: () => number;
      /** A job has started. */
      notify: () => void;
    },
  ) {}

  get(): Promise<Retention> {
    return this.options.policies.get();
  }

  change(
    { revision, ...draft }: RetentionDraft & { revision: number },
    actor: string,
  ): Promise<Retention> {
    return this.options.policies.change(draft, revision, actor);
  }

  async preview(draft: RetentionDraft): Promise<RetentionPreview> {
    const { knex, policies, now } = this.options;
    return previewRetention(knex, policies.rulesOf(draft), { now: now() });
  }

  /** Starts a job; finds the one that is under way. */
  async start(actor: string | null): Promise<RetentionJob> {
    const { jobs, policies, now, notify } = this.options;
    const rules = await policies.rules();
    const job = await jobs.start(
      actor === null ? 'scheduled' : 'manual',
      actor,
      rules.cutoff(now()),
    );
    notify();
    return job;
  }

  /** @throws NotFoundError */
  async job(jobId: string): Promise<RetentionJob> {
    const job = await this.options.jobs.get(jobId);
    if (job) return job;
    throw new NotFoundError(`There is no retention job '${jobId}'`);
  }

  async list(query: { limit: number; after?: string }) {
    const found = await this.options.jobs.list({
      ...query,
      limit: query.limit + 1,
    });
    const items = found.slice(0, query.limit);
    const isMore = found.length > query.limit;
    return { items, nextAfter: isMore ? items[items.length - 1].id : null };
  }

  /** @throws ConflictError where it has ended, and not by being aborted */
  async abort(jobId: string, actor: string): Promise<RetentionJob> {
    await this.job(jobId);
    await this.options.jobs.abort(jobId, actor);
    const job = await this.job(jobId);
    if (['aborting', 'aborted'].includes(job.status)) return job;
    throw new ConflictError(`The job is ${job.status} already`);
  }

  /** How long a run is kept; a few seconds old at most. */
  async keptOf(runId: string): Promise<RunKept> {
    const { policies, purge, knex } = this.options;
    const rules = await policies.rules();
    const [run] = await purge.kept.find(knex, [runId]);
    // It was there a moment ago.
    if (!run) throw new NotFoundError(`There is no run '${runId}'`);
    const until = rules.untilOf(run);
    return {
      classes: keptClassSchema.options.map(name => ({
        class: name,
        deletedAt: toIsoOrNull(name === 'runs' ? null : run.deletedAt[name]),
        until: toIsoOrNull(until && finite(until[name])),
      })),
      heldBy: rules.holdOf(run) ?? null,
    };
  }

  /**
   * Deletes a run with all that belongs to it, and notes who has done so and why.
   *
   * @throws ConflictError where the run has not ended, or is held
   */
  async purgeRun(
    runId: string,
    actor: string,
    reason: string,
  ): Promise<RetentionJob> {
    const { policies, purge, jobs, redactor, now, knex } = this.options;
    const startedAt = now();
    const rules = await policies.rules();
    const [run] = await purge.kept.find(knex, [runId]);
    // It was there a moment ago.
    if (!run) throw new NotFoundError(`There is no run '${runId}'`);
    demandNotHeld(rules, run);
    const report = new Report();
    const isDue = (latest: WalkedRun) => rules.holdOf(latest) === undefined;
    await purge.runs([run], { report, isDue, purgedBy: actor });
    const { held, deleted } = report.toStored();
    if (held.length > 0) throw new ConflictError(REFUSALS.open_children());
    if (deleted.length === 0) {
      throw new ConflictError('Something is being done with the run');
    }
    return jobs.note({
      startedBy: actor,
      reason: redactor.text(reason),
      lookedAt: 1,
      report,
      startedAt,
    });
  }
}

function demandNotHeld(rules: RetentionRules, run: WalkedRun): void {
  const by = rules.holdOf(run);
  if (by) throw new ConflictError(REFUSALS[by.reason](by.tag));
}

/** What is kept for ever has no end. */
function finite(at: number): number | null {
  return Number.isFinite(at) ? at : null;
}
