import { useCallback, useMemo } from 'react';
import { hasEnded, KnownRun } from 'backstage-plugin-workflow-runs-common';
import { toExecution, toProgress } from './fromRun';
import { hasFailed } from './retry';
import { ActionResult, ExecutionProgress, WorkflowExecution } from './types';
import { useDebounced } from './useDebounced';
import { Execution, FollowOptions, useExecution } from './useExecution';
import { useExecutionActions } from './useExecutionActions';
import { useTimeRemaining } from './useTimeRemaining';

/** How {@link useWorkflowExecution} keeps a run up to date. @public */
export interface UseWorkflowExecutionOptions {
  /**
   * Asks for the run again and again until it ends. Not while the tab is hidden: then once as soon as
   * it is seen. While a stream is up ({@link UseWorkflowExecutionOptions.enableSSE}) it is not needed,
   * and pauses.
   *
   * @defaultValue true
   */
  enablePolling?: boolean;
  /**
   * Milliseconds from one answer to the next request.
   *
   * @defaultValue 2000
   */
  pollingInterval?: number;
  /**
   * Follows the run by Server-Sent Events. However many ask for it, a tab has one stream per run. It
   * comes back when it breaks; until then, the run is polled where that is enabled.
   *
   * @defaultValue false
   */
  enableSSE?: boolean;
  /**
   * Loads the whole run once more when it is seen to end, whatever it ends as.
   *
   * @defaultValue true
   */
  autoRefreshOnComplete?: boolean;
}

/** What {@link useWorkflowExecution} returns. @public */
export interface UseWorkflowExecutionResult {
  /** Null until it is loaded, and where there is no such run of this workflow for this reader. */
  execution: WorkflowExecution | null;
  /** The run is being loaded for the first time. */
  isLoading: boolean;
  /**
   * Why the run could not be loaded the last time, or why the last action was refused. A refusal stays
   * until something else is asked of the run, or it is refreshed.
   */
  error: Error | null;
  /** Null as long as `execution` is. */
  progress: ExecutionProgress | null;
  /** It has not ended; it may be queued, paused or waiting. */
  isRunning: boolean;
  /** Its state, its engine and the reader's permissions allow to cancel it. */
  canCancel: boolean;
  /** The same for a retry, and something of it has failed. */
  canRetry: boolean;
  /** Cancels it; false where that is refused, and `error` says why. */
  cancelExecution: () => Promise<boolean>;
  /** Repeats a step that failed, and what builds on it; false where that is refused. */
  retryStep: (actionId: string) => Promise<boolean>;
  /**
   * Repeats what did not succeed, as the next passage of the same run. Resolves to the run as it is
   * then, or to null where it is refused.
   */
  retryExecution: () => Promise<WorkflowExecution | null>;
  /** Loads the whole run; many calls at once are one. */
  refreshExecution: () => void;
  /** The step or item of that id; null where there is none. */
  getActionResult: (actionId: string) => ActionResult | null;
}

/**
 * A run in the words of whoever embeds it: loaded, kept up to date, and operated. All that show the same
 * run share what is loaded, polled and streamed, and what is asked twice at once happens once. It needs
 * no provider around it, only the `workflow-runs` plugin in the app.
 *
 * @param workspaceId - the tenant; `default` where there is only one
 * @param workflowId - `<engine>/<name>`; a run of another workflow or tenant is not found
 * @param executionId - the run's id
 * @public
 */
export function useWorkflowExecution(
  workspaceId: string,
  workflowId: string,
  executionId: string,
  options: UseWorkflowExecutionOptions = {},
): UseWorkflowExecutionResult {
  return useMonitoredExecution(workspaceId, workflowId, executionId, options)
    .result;
}

/** The hook for all, and what only the monitor sees. */
export function useMonitoredExecution(
  workspaceId: string,
  workflowId: string,
  executionId: string,
  options: UseWorkflowExecutionOptions,
): {
  result: UseWorkflowExecutionResult;
  followed: Execution;
  refusal: Error | null;
} {
  const following = withDefaults(options);
  const followed = useExecution(
    { workspaceId, workflowId, executionId },
    following,
  );
  const { refusal, forgetRefusal, ...actions } = useExecutionActions(
    executionId,
    followed,
  );
  const { snapshot, reload } = followed;
  const remaining = useTimeRemaining(
    followed.session,
    snapshot?.run,
    following.enablePolling || following.enableSSE,
  );
  const shown = useShown(snapshot, remaining);
  const refreshExecution = useDebounced(() => {
    forgetRefusal();
    reload().catch(() => {});
  });
  return {
    followed,
    refusal,
    result: {
      ...shown,
      ...actions,
      refreshExecution,
      isLoading: followed.loading,
      error: followed.error ?? refusal,
    },
  };
}

function withDefaults(options: UseWorkflowExecutionOptions): FollowOptions {
  const {
    enablePolling = true,
    pollingInterval = 2_000,
    enableSSE = false,
    autoRefreshOnComplete = true,
  } = options;
  return { enablePolling, pollingInterval, enableSSE, autoRefreshOnComplete };
}

/** What a run looks like from outside; the same objects as long as nothing of it changes. */
function useShown(snapshot: KnownRun | undefined, remaining: number | null) {
  const execution = useMemo(
    () => (snapshot ? toExecution(snapshot) : null),
    [snapshot],
  );
  const results = useMemo(
    () =>
      new Map(
        execution?.actionResults.map(result => [result.actionId, result]),
      ),
    [execution],
  );
  const getActionResult = useCallback(
    (actionId: string) => results.get(actionId) ?? null,
    [results],
  );
  const run = snapshot?.run;
  const progress = useMemo(
    () => (run ? toProgress(run, remaining) : null),
    [run, remaining],
  );
  return {
    execution,
    progress,
    getActionResult,
    isRunning: run !== undefined && !hasEnded(run.status),
    canCancel: run?.allowedActions.cancel.allowed ?? false,
    canRetry:
      snapshot !== undefined &&
      hasFailed(snapshot) &&
      snapshot.run.allowedActions.retry.allowed,
  };
}
