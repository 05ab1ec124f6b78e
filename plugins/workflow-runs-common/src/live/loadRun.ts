import { Attempt, Step } from '../model/run';
import { RunDetail } from '../model/runDetail';
import { WorkflowRunsClient } from '../api/client';
import { KnownRun } from './snapshot';

const PAGE = 1_000;

/**
 * Loads a run with its steps and attempts. The run comes first: what happens while the rest is read
 * lies behind its position, and the stream repeats it.
 *
 * @public
 */
export async function loadRun(
  api: Pick<WorkflowRunsClient, 'call'>,
  runId: string,
  signal?: AbortSignal,
): Promise<KnownRun> {
  const params = { runId };
  const detail = await api.call('getRun', { params }, { signal });
  const [steps, attempts] = await Promise.all([
    allPages<Step>(after =>
      api.call(
        'listSteps',
        { params, query: { limit: PAGE, after } },
        { signal },
      ),
    ),
    allPages<Attempt>(after =>
      api.call(
        'listAttempts',
        { params, query: { limit: PAGE, after } },
        { signal },
      ),
    ),
  ]);
  return {
    ...toHead(detail),
    steps,
    attempts,
    recentEvents: [],
    logSequence: null,
  };
}

/** What a snapshot takes of a run's detail. @public */
export function toHead(
  detail: RunDetail,
): Pick<KnownRun, 'run' | 'states' | 'watch' | 'freshness' | 'attributes'> {
  // An update brings the row of the run alone: what it does not know must not be in there.
  const {
    states,
    watching,
    watchers,
    business,
    parallelBranches,
    failureGroup,
    kept,
    freshness,
    attributes,
    ...run
  } = detail;
  return { run, states, watch: { watching, watchers }, freshness, attributes };
}

async function allPages<T>(
  page: (
    after: string | undefined,
  ) => Promise<{ items: T[]; nextAfter: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const answer = await page(after);
    items.push(...answer.items);
    after = answer.nextAfter ?? undefined;
  } while (after);
  return items;
}
