import {
  ParsedRequest,
  RouteId,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import {
  callerOf,
  CallContext,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { auditRefusal, withAudit } from '../api/withAudit';
import { toOwnerRef } from '../remarks/ownerRef';
import { refusal } from '../runs/InvalidInput';
import { newId } from '../database/ids';
import { BulkJobRecord } from './bulkJobToWire';

type Asked = ParsedRequest<Routes['previewBulkJob']>['body'];

type BulkRouteId = Extract<
  RouteId,
  | 'previewBulkJob'
  | 'startBulkJob'
  | 'listBulkJobs'
  | 'getBulkJob'
  | 'listBulkItems'
  | 'abortBulkJob'
  | 'resumeBulkJob'
>;

/** Handlers of what operators do to many runs at once. */
export function createBulkHandlers({
  bulkJobs,
  views,
  auditor,
}: HandlerOptions): Pick<Handlers, BulkRouteId> {
  /** What is asked, with the filter that a saved view stands for. */
  const meant = async <T extends Asked>(
    { filter, ...asked }: T,
    { identity }: CallContext,
  ) => {
    if (asked.params.owner) toOwnerRef(asked.params.owner, '/params/owner');
    if (!filter) return { ...asked, filter };
    const meantBy = await views.filterOf(filter, identity);
    if (Object.keys(meantBy).length > 0) return { ...asked, filter: meantBy };
    throw refusal(
      '/filter/view',
      'empty',
      'must narrow something: this view has every run',
    );
  };
  return {
    previewBulkJob: async ({ body }, context) =>
      bulkJobs.preview(context.runs, await meant(body, context)),

    startBulkJob: async ({ body }, context) => {
      const { runs, request, response, credentials } = context;
      const caller = callerOf(credentials);
      const key = idempotencyKeyOf(request);
      runs.demandSight();
      const known = await bulkJobs.known(body, caller, key);
      if (known) return bulkJobs.toWire(known, caller);
      const id = newId('blk');
      const { action, reason } = body;
      const items = await auditRefusal(
        auditor,
        request,
        eventOf('start', { id, action, reason }),
        async () => bulkJobs.freeze(runs, await meant(body, context)),
      );
      const job = await withAudit(
        auditor,
        request,
        eventOf('start', { id, action, reason, count: items.length }),
        () => bulkJobs.start(id, body, items, caller, key),
      );
      response.status(job.id === id ? 201 : 200);
      return bulkJobs.toWire(job, caller);
    },

    listBulkJobs: ({ query }, { runs, credentials }) =>
      bulkJobs.list(runs, query, callerOf(credentials)),

    getBulkJob: async ({ params }, { runs, credentials }) => {
      const caller = callerOf(credentials);
      const job = await bulkJobs.get(runs, params.jobId, caller);
      return bulkJobs.toWire(job, caller);
    },

    listBulkItems: async ({ params, query }, { runs, credentials }) => {
      const caller = callerOf(credentials);
      const job = await bulkJobs.get(runs, params.jobId, caller);
      return bulkJobs.items(runs, job, query);
    },

    abortBulkJob: async (
      { params, body: { reason } },
      { runs, request, credentials },
    ) => {
      const caller = callerOf(credentials);
      idempotencyKeyOf(request);
      const job = await auditRefusal(
        auditor,
        request,
        eventOf('abort', { id: params.jobId, reason }),
        () => bulkJobs.get(runs, params.jobId, caller),
      );
      const aborted = await withAudit(
        auditor,
        request,
        eventOf('abort', { ...ofJob(job), reason }),
        () => bulkJobs.abort(job, caller, reason),
      );
      return bulkJobs.toWire(aborted, caller);
    },

    resumeBulkJob: async ({ params }, { runs, request, credentials }) => {
      const caller = callerOf(credentials);
      idempotencyKeyOf(request);
      const job = await auditRefusal(
        auditor,
        request,
        eventOf('resume', { id: params.jobId }),
        () => bulkJobs.get(runs, params.jobId, caller),
      );
      const resumed = await withAudit(
        auditor,
        request,
        eventOf('resume', ofJob(job)),
        () => bulkJobs.resume(runs, job, caller),
      );
      return bulkJobs.toWire(resumed, caller);
    },
  };
}

function ofJob({ id, action, counts }: BulkJobRecord) {
  return { id, action, count: counts.total };
}

function eventOf(
  verb: 'start' | 'abort' | 'resume',
  job: { id: string; action?: string; count?: number; reason?: string },
) {
  return {
    actionType: `${verb}_bulk_job` as const,
    meta: {
      jobId: job.id,
      action: job.action,
      count: job.count?.toString(),
      reason: job.reason,
    },
  };
}
