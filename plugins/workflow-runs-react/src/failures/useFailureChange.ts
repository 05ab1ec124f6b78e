import { FailureGroupDetail } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useActOnce } from '../query/useActOnce';
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

/** Something that is said of a group of failures, and what has come of it. @public */
export interface FailureRequest {
  phase: 'idle' | 'sending' | 'done' | 'refused';
  error: unknown;
  /** The group as it is then. */
  answer: FailureGroupDetail | undefined;
  /** Asks; while it is under way, asking again does nothing. */
  send: (change: FailureChange) => void;
}

const ROUTES = {
  snooze: 'snoozeFailureGroup',
  resolve: 'resolveFailureGroup',
  reopen: 'reopenFailureGroup',
  runbook: 'setFailureRunbook',
} as const;

/** Snoozes a group of failures, resolves it, takes it up again, or links its runbook. @public */
export function useFailureChange(groupId: string): FailureRequest {
  const { api, queryClient } = useSession();
  const { isPending, error, answer, send } = useActOnce({
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
  const phase = () => {
    if (isPending) return 'sending';
    if (error) return 'refused';
    return answer ? 'done' : 'idle';
  };
  return { phase: phase(), error, answer, send };
}
