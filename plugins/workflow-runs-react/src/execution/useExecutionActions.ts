import { useCallback, useEffect, useRef, useState } from 'react';
import {
  ActionResult as ActionAnswer,
  hasEnded,
  KnownRun,
} from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { toExecution } from './fromRun';
import { parseActionId } from './retry';
import { WorkflowExecution } from './types';
import { Execution, notFound } from './useExecution';

/** What can be asked of an embedded run. */
export interface ExecutionActions {
  /** Why the last action came to nothing. */
  refusal: Error | null;
  forgetRefusal: () => void;
  cancelExecution: () => Promise<boolean>;
  retryStep: (actionId: string) => Promise<boolean>;
  retryExecution: () => Promise<WorkflowExecution | null>;
}

/** The actions of an embedded run; each is the same function in every render. */
export function useExecutionActions(
  executionId: string,
  execution: Execution,
): ExecutionActions {
  const [refused, setRefused] = useState<{ runId: string; error: Error }>();
  const latest = useRef(execution);
  useEffect(() => {
    latest.current = execution;
  });

  const ask = useCallback(
    async (
      nameOf: (snapshot: KnownRun) => string,
      request: (key: string) => Promise<ActionAnswer>,
    ): Promise<boolean> => {
      const { session, snapshot, error, reload, expectReopening } =
        latest.current;
      setRefused(undefined);
      try {
        // Nothing is asked of a run that the reader was not shown.
        if (!snapshot) throw error ?? notFound(executionId);
        await session.pendingActions.perform(
          `${executionId}/${nameOf(snapshot)}`,
          async key => {
            const answer = await request(key);
            if (answer.status === 'accepted' && hasEnded(snapshot.run.status)) {
              expectReopening(snapshot.run);
            }
            // Until it shows what was done, a second click is the same one.
            // What is being loaded may be from before.
            await session.queryClient.cancelQueries({
              queryKey: keys.run(executionId),
            });
            await reload().catch(() => {});
            session.queryClient.invalidateQueries({ queryKey: keys.allRuns() });
            session.queryClient.invalidateQueries({
              queryKey: keys.actions(executionId),
            });
          },
        );
        return true;
      } catch (thrown) {
        setRefused({ runId: executionId, error: toError(thrown) });
        return false;
      }
    },
    [executionId],
  );

  const cancelExecution = useCallback(
    () =>
      ask(
        ({ run }) => `${run.generation}/cancel`,
        idempotencyKey =>
          latest.current.session.api.call(
            'cancelRun',
            { params: { runId: executionId }, body: {} },
            { idempotencyKey },
          ),
      ),
    [ask, executionId],
  );

  const retry = useCallback(
    (body: { step?: string; item?: number }) =>
      ask(
        // With another attempt it is another retry.
        ({ run, attempts }) =>
          `${run.generation}/${attempts.length}/retry/${JSON.stringify(body)}`,
        idempotencyKey =>
          latest.current.session.api.call(
            'retryRun',
            { params: { runId: executionId }, body },
            { idempotencyKey },
          ),
      ),
    [ask, executionId],
  );
  const retryStep = useCallback(
    (actionId: string) => retry(parseActionId(actionId)),
    [retry],
  );
  const retryExecution = useCallback(async () => {
    if (!(await retry({}))) return null;
    const { queryClient } = latest.current.session;
    const now = queryClient.getQueryData<KnownRun>(keys.run(executionId));
    return now ? toExecution(now) : null;
  }, [retry, executionId]);

  return {
    refusal: refused?.runId === executionId ? refused.error : null,
    forgetRefusal: useCallback(() => setRefused(undefined), []),
    cancelExecution,
    retryStep,
    retryExecution,
  };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
