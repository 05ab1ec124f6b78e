import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { z } from 'zod';
import {
  BulkItem,
  BulkJob,
  bulkJobRequestSchema,
  BulkOutcome,
  BulkPreview,
  Json,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { Redactor } from '../privacy/Redactor';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { hashOf } from '../runs/hash';
import { InvalidInput } from '../runs/InvalidInput';
import { Caller } from '../runs/RunService';
import { BulkJobStore } from './BulkJobStore';
import { BulkJudge } from './BulkJudge';
import {
  allowedForJob,
  BulkJobRecord,
  NOT_YOURS,
  refusalToAbort,
  refusalToResume,
} from './bulkJobToWire';
import { judgeRuns } from './judgeRuns';
import { nothingToDo } from './nothingToDo';
import { previewOf } from './previewOf';

/** Items that are looked at together when a job goes on. */
const PAGE = 200;
/** What a job goes on with. */
const UNFINISHED: BulkOutcome[] = ['failed', 'canceled'];

type Request = z.output<typeof bulkJobRequestSchema>;

/** Starts bulk jobs, and tells of them. Jobs of others are there for those alone who manage jobs. */
export class BulkJobs {
  constructor(
    private readonly options: {
      store: BulkJobStore;
      redactor: Redactor;
      /** Tells who works on jobs that there is something to do. */
      notify: () => void;
    },
  ) {}

  /** What a job would do; it changes nothing. */
  async preview(
    runs: AuthorizedRuns,
    request: Pick<Request, 'action' | 'runIds' | 'filter'>,
  ): Promise<BulkPreview> {
    return previewOf(judgeRuns(runs, request));
  }

  /**
   * The job that this request has started before.
   *
   * @throws ConflictError where the key was used for something else
   */
  async known(
    request: Request,
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<BulkJobRecord | undefined> {
    const requestHash = hashOf(request);
    const { store } = this.options;
    return store.known({ startedBy: caller.ref, idempotencyKey, requestHash });
  }

  /**
   * The runs of a job that is to start, with why nothing can be asked of some.
   *
   * @throws ConflictError where nothing can be asked of any: there would be a job, and nothing for it to do
   */
  async freeze(
    runs: AuthorizedRuns,
    request: Request,
  ): Promise<{ runId: string; refusal?: string }[]> {
    const items: { runId: string; refusal?: string }[] = [];
    for await (const { runId, refusal } of judgeRuns(runs, request)) {
      items.push({ runId, refusal });
    }
    const nothing = nothingToDo(items);
    if (nothing) throw new ConflictError(nothing);
    return items;
  }

  /** Starts a job; one that the same request has started meanwhile is found instead. */
  async start(
    id: string,
    request: Request,
    items: { runId: string; refusal?: string }[],
    caller: Caller,
    idempotencyKey: string | undefined,
  ): Promise<BulkJobRecord> {
    const { store, redactor, notify } = this.options;
    const { action, params } = request;
    const job = await store.add({
      id,
      name: redactor.text(request.name),
      action,
      params: shownParams(params, redactor),
      reason: redactor.text(request.reason),
      startedBy: caller.ref,
      idempotencyKey,
      requestHash: hashOf(request),
      items,
    });
    notify();
    return job;
  }

  /** @throws NotFoundError where there is none, or none that the caller may see */
  async get(
    runs: AuthorizedRuns,
    jobId: string,
    caller: Caller,
  ): Promise<BulkJobRecord> {
    runs.demandSight();
    const job = await this.options.store.get(jobId);
    if (job && isThere(job, runs, caller)) return job;
    throw new NotFoundError(
      `There is no bulk job '${jobId}', or you may not see it`,
    );
  }

  /** A page of jobs, newest first. */
  async list(
    runs: AuthorizedRuns,
    query: { startedBy?: string; after?: string; limit: number },
    caller: Caller,
  ): Promise<{ items: BulkJob[]; nextAfter: string | null }> {
    const { after, limit } = query;
    runs.demandSight();
    const { store } = this.options;
    const last = after === undefined ? undefined : await store.get(after);
    if (after !== undefined && !(last && isThere(last, runs, caller))) {
      throw new InvalidInput('query', [
        {
          pointer: '/after',
          rule: 'cursor',
          message: 'it must be the nextAfter of a page of this list',
        },
      ]);
    }
    const all = runs.has(permissionNames.bulkJobManage);
    const startedBy = query.startedBy ?? (all ? undefined : caller.ref);
    // To whoever does not manage jobs, nobody else has any.
    if (!all && startedBy !== caller.ref) return { items: [], nextAfter: null };
    const found = await store.list({
      startedBy,
      after: last,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return {
      items: items.map(job => this.toWire(job, caller)),
      nextAfter: found.length > limit ? items[limit - 1].id : null,
    };
  }

  /** A page of the items of a job; those whose runs the caller may not see are only counted. */
  async items(
    runs: AuthorizedRuns,
    job: BulkJobRecord,
    query: { outcome?: BulkOutcome; after?: number; limit: number },
  ): Promise<{ items: BulkItem[]; hidden: number; nextAfter: number | null }> {
    const { outcome, after, limit } = query;
    const found = await this.options.store.items(job.id, {
      outcomes: outcome && [outcome],
      after,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const seen = new Set(
      (
        await runs.findRuns(
          page.flatMap(({ runId, resultRunId }) =>
            resultRunId === null ? [runId] : [runId, resultRunId],
          ),
        )
      ).flatMap(run => (run ? [run.id] : [])),
    );
    const items = page
      .filter(({ runId }) => seen.has(runId))
      .map(({ resultRunId, ...item }) => ({
        ...item,
        resultRunId:
          resultRunId !== null && seen.has(resultRunId) ? resultRunId : null,
      }));
    return {
      items,
      hidden: page.length - items.length,
      nextAfter: found.length > limit ? page[limit - 1].number : null,
    };
  }

  /** @throws ConflictError where it has completed */
  async abort(
    { id }: BulkJobRecord,
    caller: Caller,
    reason: string | undefined,
  ): Promise<BulkJobRecord> {
    const { store, redactor, notify } = this.options;
    await store.abort(
      id,
      caller.ref,
      reason === undefined ? null : redactor.text(reason),
    );
    notify();
    const job = (await store.get(id))!;
    // One that is aborted already is what was asked for.
    if (job.status !== 'completed') return job;
    throw new ConflictError(refusalToAbort(job)!);
  }

  /**
   * Goes on with what has failed or was called off, as far as the caller may still ask it.
   *
   * @throws ConflictError where there is nothing to go on with
   * @throws NotAllowedError where another has started it
   */
  async resume(
    runs: AuthorizedRuns,
    job: BulkJobRecord,
    caller: Caller,
  ): Promise<BulkJobRecord> {
    const { store, notify } = this.options;
    const isOwn = job.startedBy === caller.ref;
    // One that is running is what was asked for.
    if (isOwn && job.status === 'running') return job;
    const refused = refusalToResume(job);
    if (refused) throw new ConflictError(refused);
    if (!isOwn) throw new NotAllowedError(NOT_YOURS);
    const judge = new BulkJudge(runs, job.action);
    let after = -1;
    for (;;) {
      const page = await store.items(job.id, {
        outcomes: UNFINISHED,
        after,
        limit: PAGE,
      });
      if (page.length === 0) break;
      const found = await runs.findRuns(page.map(({ runId }) => runId));
      const judged = [];
      for (const [index, { number }] of page.entries()) {
        const refusal = await judge.refusalByRights(found[index]);
        judged.push({ number, refusal });
      }
      await store.reopen(job.id, judged);
      after = page[page.length - 1].number;
    }
    await store.restart(job.id);
    notify();
    return (await store.get(job.id))!;
  }

  /** A job with what the caller may do to it. */
  toWire(job: BulkJobRecord, caller: Caller): BulkJob {
    return { ...job, allowedActions: allowedForJob(job, caller.ref) };
  }
}

/** Whom runs are assigned to is an entity, however its name looks. */
function shownParams(
  { owner, ...params }: Request['params'],
  redactor: Redactor,
): Request['params'] {
  return {
    ...(redactor.words(params as Json) as Request['params']),
    ...(owner === undefined ? {} : { owner }),
  };
}

function isThere(
  job: BulkJobRecord,
  runs: AuthorizedRuns,
  caller: Caller,
): boolean {
  return (
    job.startedBy === caller.ref || runs.has(permissionNames.bulkJobManage)
  );
}
