import {
  BulkAction,
  BulkItem,
  BulkJob,
  BulkOutcome,
  BulkPreview,
  Run,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';
import { runsThatFit } from './fakeRunList';

const ME = 'user:default/guest';
const yes = { allowed: true, reason: null };
const no = (reason: string) => ({ allowed: false, reason });

/** A bulk job of the reader that has just started; say what differs. @public */
export function aBulkJob(overrides: Partial<BulkJob> = {}): BulkJob {
  const status = overrides.status ?? 'running';
  const isOver = status === 'completed' || status === 'aborted';
  return {
    id: 'blk_1',
    name: 'Retry after the outage',
    action: 'retry',
    params: {},
    reason: 'The ERP answers again',
    status,
    startedBy: ME,
    startedAt: at(0),
    updatedAt: at(0),
    completedAt: isOver ? at(60) : null,
    abortedBy: null,
    abortReason: null,
    counts: {
      total: 10,
      pending: 10,
      done: 0,
      refused: 0,
      failed: 0,
      canceled: 0,
    },
    allowedActions: {
      abort: status === 'running' ? yes : no(`The job is ${status} already`),
      resume: no('Nothing of the job is left to do'),
    },
    ...overrides,
  };
}

interface Asked {
  action: BulkAction;
  runIds?: string[];
  filter?: Record<string, unknown>;
}

/** Bulk jobs in memory: they start as the API says, and go on as the test says. @public */
export class FakeBulkJobs {
  /** Newest first. */
  jobs: BulkJob[] = [];
  items = new Map<string, BulkItem[]>();

  /** Settles what is pending of a job, one outcome for each run, in its order. */
  settle(jobId: string, outcomes: [BulkOutcome, string?][]): void {
    const items = this.items.get(jobId) ?? [];
    const pending = items.filter(({ outcome }) => outcome === 'pending');
    outcomes.forEach(([outcome, reason = null], index) => {
      Object.assign(pending[index], { outcome, reason, settledAt: at(30) });
    });
    this.jobs = this.jobs.map(job =>
      job.id === jobId ? counted(job, items) : job,
    );
  }

  /** What a route of bulk jobs answers. */
  answer(
    id: string,
    asked: {
      params: Record<string, string>;
      query: Record<string, unknown>;
      body: Record<string, unknown>;
      runs: Run[];
    },
  ): unknown {
    const { params, query, body, runs } = asked;
    switch (id) {
      case 'previewBulkJob':
        return this.preview(runs, body as unknown as Asked);
      case 'startBulkJob':
        return this.start(runs, body as unknown as Asked);
      case 'listBulkJobs':
        return {
          items: this.jobs.filter(
            ({ startedBy }) => startedBy === (query.startedBy ?? startedBy),
          ),
          nextAfter: null,
        };
      case 'listBulkItems':
        return {
          items: (this.items.get(params.jobId) ?? []).filter(
            ({ outcome }) => outcome === (query.outcome ?? outcome),
          ),
          hidden: 0,
          nextAfter: null,
        };
      case 'abortBulkJob':
        return this.change(params.jobId, { status: 'aborting' });
      case 'resumeBulkJob':
        return this.change(params.jobId, { status: 'running' });
      default:
        return this.find(params.jobId);
    }
  }

  private preview(runs: Run[], asked: Asked): BulkPreview {
    const judged = judge(runs, asked);
    const refused = new Map<string, string[]>();
    for (const { run, refusal } of judged) {
      if (refusal === null) continue;
      refused.set(refusal, [...(refused.get(refusal) ?? []), run.id]);
    }
    const allowed = judged.filter(({ refusal }) => refusal === null);
    return {
      total: judged.length,
      allowed: allowed.length,
      refused: [...refused].map(([reason, ids]) => ({
        reason,
        count: ids.length,
        sampleRunIds: ids.slice(0, 5),
      })),
      sample: allowed.slice(0, 10).map(({ run }) => run),
    };
  }

  private start(runs: Run[], asked: Asked): BulkJob {
    const judged = judge(runs, asked);
    if (judged.every(({ refusal }) => refusal !== null)) {
      throw apiError(409, { message: 'It can be done to none of the runs' });
    }
    const { runIds, filter, ...rest } = asked;
    const id = `blk_${this.jobs.length + 1}`;
    const items = judged.map(
      ({ run, refusal }, number): BulkItem => ({
        number,
        runId: run.id,
        outcome: refusal === null ? 'pending' : 'refused',
        reason: refusal,
        resultRunId: null,
        settledAt: null,
      }),
    );
    const job = counted(aBulkJob({ id, ...rest }), items);
    this.items.set(id, items);
    this.jobs = [job, ...this.jobs];
    return job;
  }

  private change(id: string, change: Partial<BulkJob>): BulkJob {
    const changed = aBulkJob({ ...this.find(id), ...change });
    this.jobs = this.jobs.map(job => (job.id === id ? changed : job));
    return changed;
  }

  private find(id: string): BulkJob {
    const found = this.jobs.find(job => job.id === id);
    if (!found) throw apiError(404, { message: `There is no bulk job ${id}` });
    return found;
  }
}

function judge(runs: Run[], { action, runIds, filter }: Asked) {
  const meant = filter
    ? runsThatFit(runs, filter)
    : runs.filter(({ id }) => runIds?.includes(id));
  return meant.map(run => ({
    run,
    refusal: run.allowedActions[action].reason,
  }));
}

function counted(job: BulkJob, items: BulkItem[]): BulkJob {
  const count = (outcome: BulkOutcome) =>
    items.filter(item => item.outcome === outcome).length;
  const isOver = count('pending') === 0;
  return {
    ...job,
    status: isOver ? 'completed' : job.status,
    counts: {
      total: items.length,
      pending: count('pending'),
      done: count('done'),
      refused: count('refused'),
      failed: count('failed'),
      canceled: count('canceled'),
    },
    allowedActions: {
      abort: isOver ? no('The job is completed already') : yes,
      resume:
        isOver && count('failed') + count('canceled') > 0
          ? yes
          : no('Nothing of the job is left to do'),
    },
  };
}
