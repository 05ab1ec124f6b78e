import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** What is to be said of a group of failures. @public */
export type FailureChange =
  | {
      action: 'snooze';
      /** ISO 8601. */
      until: string;
      reason?: string;
    }
  | { action: 'resolve' | 'reopen'; reason?: string }
  | {
      action: 'runbook';
      /** Null: that of the workflow. */
      url: string | null;
    };

/** Something that is said of a group of failures; the answer is the group as it is then. @public */
export type FailureRequest = SentRequest<FailureChange, FailureGroupDetail>;

const ROUTES = {
  snooze: 'snoozeFailureGroup',
  resolve: 'resolveFailureGroup',
  reopen: 'reopenFailureGroup',
  runbook: 'setFailureRunbook',
} as const;

/** Snoozes a group of failures, resolves it, takes it up again, or links its runbook. @public */
export function useFailureChange(groupId: string): FailureRequest {
  const { api, queryClient } = useSession();
  return useRequest({
    act: ({ action, ...body }: FailureChange, idempotencyKey) =>
      api.call(
        ROUTES[action],
        { params: { groupId }, body: body as never },
        { idempotencyKey },
      ),
    onSuccess: (group: FailureGroupDetail) => {
      queryClient.setQueryData(keys.failureGroup(groupId), group);
      queryClient.invalidateQueries({ queryKey: keys.allFailureGroups() });
    },
  });
}
