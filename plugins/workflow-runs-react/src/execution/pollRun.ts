import {
  loadRun,
  KnownRun,
  toHead,
  withNewer,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';

/**
 * Loads a run anew. One of which nothing has been recorded since costs a single request, however many
 * steps it has.
 *
 * @param known - what the cache holds, whenever it is asked
 */
export async function pollRun(
  api: WorkflowRunsApi,
  runId: string,
  known: () => KnownRun | undefined,
  signal: AbortSignal,
): Promise<KnownRun> {
  const before = known();
  if (!before) return loadRun(api, runId, signal);
  const head = toHead(
    await api.call('getRun', { params: { runId } }, { signal }),
  );
  if (!isUnchanged(before, head.run)) {
    return withNewer(await loadRun(api, runId, signal), known());
  }
  // A stream may have told of more while the answer was on its way.
  const now = known();
  return now && now !== before ? now : { ...before, ...head };
}

function isUnchanged({ run }: KnownRun, now: KnownRun['run']): boolean {
  return run.position === now.position && run.updatedAt === now.updatedAt;
}
