import { RouteResult, Routes } from 'backstage-plugin-workflow-runs-common';
import { SentRequest, useRequest } from '../query/useRequest';
import { useSession } from '../query/WorkflowRunsProvider';

/** A value that was tokenized, and until when it may be shown. @public */
export type RevealedValue = RouteResult<Routes['revealValue']>;

/** Asks for a value that a run holds tokenized. Nobody keeps the answer but who shows it. @public */
export function useReveal(
  runId: string,
): SentRequest<{ token: string; reason: string }, RevealedValue> {
  const { api } = useSession();
  return useRequest({
    act: (asked: { token: string; reason: string }) =>
      api.call('revealValue', { params: { runId }, body: asked }),
  });
}
