import { performance } from 'node:perf_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { PartClass } from 'backstage-plugin-workflow-runs-common';
import { isAway } from '../database/errors';
import { Chores } from '../engine/Chores';
import { deleteAudit } from './deleteAudit';
import { WalkedRun } from './KeptRuns';
import { Purge, PurgeContext } from './Purge';
import { Report } from './Report';
import { HeldJob, JobLost, RetentionJobStore } from './RetentionJobStore';
import { RetentionPolicies } from './RetentionPolicies';
import { RetentionRules } from './RetentionRules';
import { trimLog } from './trimLog';

/** How often a job is looked for that nobody works on, in milliseconds. */
const ROUND_MS = 2_000;
/** How often what is left of runs that are gone is looked for, without a job. */
const LEFTOVERS_MS = 10 * 60_000;
/** How often a job says how far it is while it deletes. */
const SAVE_MS = 1_000;

/** It is to stop: by somebody, or because the backend does. */
class Stopped extends Error {}

/**
 * Carries out retention jobs. It may be killed at any moment: another backend takes the job over, and goes on
 * behind the last run that was said to be done. What was being deleted then is found by its tombstones.
 */
export class RetentionRunner {
  readonly #chores: Chores;
  readonly #stopping = new AbortController();
  #isStarted = false;
  #working: Promise<void> | undefined;
  /** What the log has said last, so that it is not said again every other second. */
  #said: string | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      jobs: RetentionJobStore;
      policies: RetentionPolicies;
      purge: Purge;
      logger: LoggerService;
      now: () => number;
    },
  ) {
    this.#chores = new Chores(error => this.#say(error));
  }

  start(): void {
    this.#isStarted = true;
    this.#chores.every(ROUND_MS, () => this.look());
    this.#chores.every(LEFTOVERS_MS, () => this.#leftovers());
  }

  /** A job has started: its turn need not wait for the next round, unless others are to do it. */
  notify(): void {
    if (!this.#isStarted) return;
    this.look().catch(error => this.#say(error));
  }

  /** The statement that is under way ends; the rest is left to others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#chores.stop();
    await this.#chores.idle();
    await this.#working?.catch(() => {});
  }

  /** Takes up the job that nobody works on, and works on it until it ends. */
  look(): Promise<void> {
    this.#working ??= this.#takeUp().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #takeUp(): Promise<void> {
    const { jobs } = this.options;
    if (this.#stopping.signal.aborted) return;
    const job = await jobs.take();
    if (!job) return;
    try {
      await this.#work(job);
      await jobs.end(job, 'completed');
      this.#said = undefined;
    } catch (error) {
      if (error instanceof JobLost) return;
      if (!(error instanceof Stopped)) {
        if (isAway(error)) {
          // Tried again from where it is, by whoever is next.
          await jobs.giveBack(job).catch(() => {});
        } else {
          job.report.fail(String(error));
          await jobs.end(job, 'failed');
        }
        throw error;
      }
      if (job.status === 'aborting') await jobs.end(job, 'aborted');
      else await jobs.giveBack(job);
    }
  }

  async #work(job: HeldJob): Promise<void> {
    const { knex, policies, purge, now } = this.options;
    let savedAt = performance.now();
    const save = async () => {
      savedAt = performance.now();
      job.status = await this.options.jobs.save(job);
      if (job.status === 'aborting' || this.#stopping.signal.aborted) {
        throw new Stopped();
      }
    };
    const context: PurgeContext = {
      report: job.report,
      isDue: () => true,
      purgedBy: null,
      fence: trx => this.options.jobs.fence(job, trx),
      onPause: async () => {
        if (performance.now() - savedAt > SAVE_MS) await save();
      },
    };
    await save();
    await purge.leftovers(context);
    await trimLog(knex, now(), purge.portions, () => purge.rest(0, context));
    for (;;) {
      const begun = performance.now();
      const rules = await policies.rules();
      const page = await purge.kept.page(job.after, job.cutoff);
      if (page.length === 0) break;
      job.firstAt ??= page[0].orderedAt;
      await this.#deal(job, page, rules, context);
      const last = page[page.length - 1];
      job.after = { at: last.orderedAt, id: last.id };
      job.lookedAt += page.length;
      await save();
      await purge.rest(performance.now() - begun, context);
    }
    await deleteAudit(await policies.rules(), {
      knex,
      now: now(),
      portions: purge.portions,
      report: job.report,
      rest: () => purge.rest(1, context),
    });
  }

  async #deal(
    job: HeldJob,
    page: readonly WalkedRun[],
    rules: RetentionRules,
    context: PurgeContext,
  ): Promise<void> {
    const { purge, now } = this.options;
    // What this job has marked before it was cut off is not done.
    const judge = (run: WalkedRun) =>
      rules.judge(sinceJob(run, job.createdAt), now());
    const isDue = (run: WalkedRun) =>
      ['purge', 'parts'].includes(judge(run).kind);
    const batches = new Map<string, WalkedRun[]>();
    for (const run of page) {
      const verdict = judge(run);
      if (verdict.kind === 'held') job.report.hold(verdict.by);
      if (verdict.kind !== 'purge' && verdict.kind !== 'parts') continue;
      const parts = verdict.kind === 'parts' ? verdict.parts : null;
      const key = JSON.stringify([run.tenantId, run.status, parts]);
      batches.set(key, [...(batches.get(key) ?? []), run]);
    }
    for (const [key, runs] of batches) {
      const [, , parts] = JSON.parse(key) as [
        string,
        string,
        PartClass[] | null,
      ];
      for (let from = 0; from < runs.length; from += purge.portions.runs) {
        const some = runs.slice(from, from + purge.portions.runs);
        if (parts) await purge.parts(some, parts, { ...context, isDue });
        else {
          await purge.runs(some, {
            ...context,
            isDue: run => judge(run).kind === 'purge',
          });
        }
      }
    }
  }

  async #leftovers(): Promise<void> {
    if (this.#working) return;
    await this.options.purge.leftovers({
      report: new Report(),
      isDue: () => true,
      purgedBy: null,
      onPause: async () => {
        if (this.#stopping.signal.aborted) throw new Stopped();
      },
    });
  }

  #say(error: unknown) {
    if (error instanceof Stopped) return;
    const said = String(error);
    if (said === this.#said) return;
    this.#said = said;
    this.options.logger.warn(`Retention goes on later: ${said}`);
  }
}

function sinceJob(run: WalkedRun, createdAt: number): WalkedRun {
  return {
    ...run,
    deletedAt: Object.fromEntries(
      Object.entries(run.deletedAt).map(([part, at]) => [
        part,
        at !== null && at >= createdAt ? null : at,
      ]),
    ) as WalkedRun['deletedAt'],
  };
}
