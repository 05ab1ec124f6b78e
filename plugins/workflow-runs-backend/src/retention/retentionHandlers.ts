import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import {
  callerOf,
  CallContext,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { auditing } from '../api/withAudit';

type RetentionRouteId = Extract<
  RouteId,
  | 'getRetention'
  | 'changeRetention'
  | 'previewRetention'
  | 'listRetentionJobs'
  | 'startRetentionJob'
  | 'getRetentionJob'
  | 'abortRetentionJob'
  | 'purgeRun'
>;

/** Handlers of how long runs are kept; whatever changes or deletes something goes into the audit log. */
export function createRetentionHandlers({
  retention,
  auditor,
}: Pick<HandlerOptions, 'retention' | 'auditor'>): Pick<
  Handlers,
  RetentionRouteId
> {
  const demand = ({ runs }: CallContext) =>
    runs.demand(permissionNames.retentionManage);
  const audited = auditing(auditor, 'retention-mutate');

  return {
    getRetention: async (_, context) => {
      demand(context);
      return retention.get();
    },

    changeRetention: async ({ body }, context) => {
      demand(context);
      idempotencyKeyOf(context.request);
      const meta = {
        revision: String(body.revision),
        policies: JSON.stringify(body.policies),
        legalHoldTags: body.legalHoldTags.join(', '),
      };
      return audited(context, 'change', meta, () =>
        retention.change(body, callerOf(context.credentials).ref),
      );
    },

    previewRetention: async ({ body }, context) => {
      demand(context);
      return retention.preview(body);
    },

    listRetentionJobs: async ({ query }, context) => {
      demand(context);
      return retention.list(query);
    },

    startRetentionJob: async (_, context) => {
      demand(context);
      idempotencyKeyOf(context.request);
      return audited(context, 'start', {}, () =>
        retention.start(callerOf(context.credentials).ref),
      );
    },

    getRetentionJob: async ({ params }, context) => {
      demand(context);
      return retention.job(params.retentionJobId);
    },

    abortRetentionJob: async ({ params }, context) => {
      demand(context);
      idempotencyKeyOf(context.request);
      const jobId = params.retentionJobId;
      return audited(context, 'abort', { jobId }, () =>
        retention.abort(jobId, callerOf(context.credentials).ref),
      );
    },

    purgeRun: async ({ params: { runId }, query: { reason } }, context) => {
      idempotencyKeyOf(context.request);
      await context.runs.getRun(runId);
      demand(context);
      return audited(context, 'purge_run', { runId, reason }, () =>
        retention.purgeRun(runId, callerOf(context.credentials).ref, reason),
      );
    },
  };
}
