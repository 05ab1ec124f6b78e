import {
  permissionOfAction,
  remarkRoutes,
} from 'backstage-plugin-workflow-runs-common';
import {
  callerFrom,
  CallContext,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { withRefusalAudit } from '../api/withAudit';
import { toOwnerRef } from './ownerRef';
import { reasonOf, Remark } from './Remarks';

/** Handlers of what people say about runs. */
export function createRemarkHandlers({
  remarks,
  details,
  auditor,
}: HandlerOptions): Pick<Handlers, keyof typeof remarkRoutes> {
  const keep = (
    { params: { runId } }: { params: { runId: string } },
    { runs, request, credentials }: CallContext,
    remark: Remark,
  ) =>
    withRefusalAudit(
      auditor,
      request,
      { actionType: remark.action, meta: { runId, reason: reasonOf(remark) } },
      async () => {
        const permission = permissionOfAction[remark.action];
        const run = await runs.getRunFor(permission, runId);
        const key = idempotencyKeyOf(request);
        const caller = callerFrom({ credentials, request });
        return remarks.keep(run, remark, caller, key);
      },
    );

  return {
    annotateRun: (input, context) =>
      keep(input, context, { action: 'annotate', ...input.body }),

    tagRun: (input, context) =>
      keep(input, context, { action: 'tag', ...input.body }),

    assignRun: async (input, context) => {
      const { owner, reason } = input.body;
      const ref = owner === null ? null : toOwnerRef(owner);
      return keep(input, context, { action: 'assign', owner: ref, reason });
    },

    listAnnotations: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return details.annotations(id, query);
    },
  };
}
