import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { BulkAction, BulkItem } from 'backstage-plugin-workflow-runs-common';
import { isAway } from '../database/errors';
import { Chores } from '../engine/Chores';
import { Redactor } from '../privacy/Redactor';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { ActOnRun } from './bulkActions';
import { BulkJobLeases, HeldJob, JobLost, SettledItem } from './BulkJobLeases';
import { BulkJobStore } from './BulkJobStore';

/** How often jobs are looked for that nobody works on, in milliseconds. */
const ROUND_MS = 1_000;
/** Jobs that one backend works on at a time, so that a small one does not wait for a large one. */
const MAX_JOBS = 4;
/** Runs of a job that are acted on together. */
const AT_ONCE = 4;
/**
 * A job rests for as long as it has worked, but not longer than this: where the database or the engine
 * is busy, it takes less of them by itself.
 */
const MAX_REST_MS = 250;
/** To write down what a job is about takes seconds. */
const DRAFT_MS = 60 * 60_000;
const FORGET_MS = 10 * 60_000;

/**
 * Carries out bulk jobs. It may be killed at any moment: another backend takes the job over, and finds
 * what was done already by the key of each item.
 */
export class BulkJobRunner {
  readonly #chores: Chores;
  readonly #stopping = new AbortController();
  readonly #working = new Map<string, Promise<void>>();
  /** Jobs of which the log has told one failure: the others are mostly the same. */
  readonly #explained = new Set<string>();
  #looking: Promise<void> | undefined;
  /** What the log has said last, so that it is not said again every second. */
  #said: string | undefined;

  constructor(
    private readonly options: {
      leases: BulkJobLeases;
      store: BulkJobStore;
      runs: RunQueries;
      actions: Record<BulkAction, ActOnRun>;
      redactor: Redactor;
      logger: LoggerService;
      now: () => number;
    },
  ) {
    this.#chores = new Chores(error => this.#say(error));
  }

  start(): void {
    const { store, now } = this.options;
    this.#chores.every(ROUND_MS, () => this.look());
    this.#chores.every(FORGET_MS, () => store.forgetDrafts(now() - DRAFT_MS));
  }

  /** A job has started, or is to go on: its turn need not wait for the next round. */
  notify(): void {
    this.look().catch(error => this.#say(error));
  }

  /** What is under way ends, and is written down; the rest is left to others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#chores.stop();
    await this.#chores.idle();
    await this.idle();
  }

  /** Takes up jobs that nobody works on. */
  look(): Promise<void> {
    this.#looking ??= this.#takeUp().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Waits until there is nothing under way. */
  async idle(): Promise<void> {
    await this.#looking?.catch(() => {});
    await Promise.all(this.#working.values());
  }

  async #takeUp(): Promise<void> {
    while (this.#working.size < MAX_JOBS && !this.#isStopping) {
      const job = await this.options.leases.take([...this.#working.keys()]);
      if (!job) break;
      const work = this.#work(job)
        .catch(error => {
          if (!(error instanceof JobLost)) this.#say(error);
        })
        .finally(() => {
          this.#working.delete(job.id);
          this.#explained.delete(job.id);
        });
      this.#working.set(job.id, work);
    }
  }

  async #work(job: HeldJob): Promise<void> {
    const { leases } = this.options;
    while (!this.#isStopping) {
      if (job.status === 'aborting') {
        while (await leases.callOff(job));
        await leases.end(job);
        return;
      }
      const begun = performance.now();
      const items = await leases.pending(job, AT_ONCE);
      if (items.length === 0 && (await leases.end(job))) return;
      job.status = await leases.settle(job, await this.#actOnAll(job, items));
      this.#said = undefined;
      await this.#rest(performance.now() - begun);
    }
    await leases.giveBack(job);
  }

  /** @throws what the first one has failed with for which the database was away; none is left behind */
  async #actOnAll(job: HeldJob, items: BulkItem[]): Promise<SettledItem[]> {
    const found = await this.options.runs.getMany(
      items.map(({ runId }) => runId),
    );
    const outcomes = await Promise.allSettled(
      items.map((item, index) => this.#actOn(job, item, found[index])),
    );
    return outcomes.map(outcome => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  async #actOn(
    job: HeldJob,
    { number, runId }: BulkItem,
    run: RunRecord | undefined,
  ): Promise<SettledItem> {
    const { actions, redactor } = this.options;
    const settled = { number, reason: null, resultRunId: null };
    if (!run) {
      const reason = 'The run is not there any more';
      return { ...settled, outcome: 'refused', reason };
    }
    try {
      const key = `bulk:${job.id}:${runId}`;
      const { resultRunId } = await actions[job.action](run, job, key);
      return { ...settled, outcome: 'done', resultRunId };
    } catch (error) {
      if (isAway(error)) throw error;
      if (isRefusal(error)) {
        const reason = redactor.text(error.message);
        return { ...settled, outcome: 'refused', reason };
      }
      this.#explain(job.id, `run ${runId}: ${error}`);
      // What code says that is not meant for people may hold statements and values.
      const reason = 'It went wrong; the log of the backend says how';
      return { ...settled, outcome: 'failed', reason };
    }
  }

  async #rest(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(Math.min(ms, MAX_REST_MS), undefined, { signal }).catch(
      () => {},
    );
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #explain(jobId: string, failure: string) {
    if (this.#explained.has(jobId)) return;
    this.#explained.add(jobId);
    this.options.logger.warn(
      `The bulk job ${jobId} has failed at a run, maybe not the only one: ${failure}`,
    );
  }

  #say(error: unknown) {
    const said = String(error);
    if (said === this.#said) return;
    this.#said = said;
    this.options.logger.warn(`Bulk jobs go on later: ${said}`);
  }
}

/** Whether it was judged that it cannot be done, and nothing was. */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Error &&
    ['ConflictError', 'InputError', 'NotFoundError'].includes(error.name)
  );
}
