import { RouteId } from 'backstage-plugin-workflow-runs-common';
import {
  callerOf,
  CallContext,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { withAudit } from '../api/withAudit';
import { GroupChange } from './FailureGroups';

type FailureRouteId = Extract<
  RouteId,
  | 'listFailureGroups'
  | 'getFailureGroup'
  | 'snoozeFailureGroup'
  | 'resolveFailureGroup'
  | 'reopenFailureGroup'
  | 'setFailureRunbook'
>;

/** Handlers of failures that belong together; what is said of them goes into the audit log. */
export function createFailureHandlers({
  failures,
  auditor,
}: Pick<HandlerOptions, 'failures' | 'auditor'>): Pick<
  Handlers,
  FailureRouteId
> {
  const change = async (
    groupId: string,
    asked: GroupChange,
    { runs, request, credentials }: CallContext,
  ) => {
    idempotencyKeyOf(request);
    const { action, ...said } = asked;
    const meta = {
      groupId,
      ...said,
      url: 'url' in said ? said.url ?? '' : undefined,
    };
    return withAudit(
      auditor,
      request,
      { eventId: 'failure-group-mutate', actionType: action, meta },
      async () => {
        const group = await failures.demand(runs, groupId);
        await failures.change(group, asked, callerOf(credentials));
        return failures.get(runs, groupId);
      },
    );
  };

  return {
    listFailureGroups: ({ query: { limit, after, ...filter } }, { runs }) =>
      failures.list(runs, { filter, limit, after }),

    getFailureGroup: ({ params }, { runs }) =>
      failures.get(runs, params.groupId),

    snoozeFailureGroup: ({ params, body }, context) =>
      change(params.groupId, { action: 'snooze', ...body }, context),

    resolveFailureGroup: ({ params, body }, context) =>
      change(params.groupId, { action: 'resolve', ...body }, context),

    reopenFailureGroup: ({ params, body }, context) =>
      change(params.groupId, { action: 'reopen', ...body }, context),

    setFailureRunbook: ({ params, body }, context) =>
      change(params.groupId, { action: 'runbook', ...body }, context),
  };
}
