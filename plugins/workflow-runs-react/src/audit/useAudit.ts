import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import {
  AuditEntry,
  AuditFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { useAskAgain } from '../query/askAgain';
import { keys } from '../query/keys';
import { pagesOf } from '../query/pagesOf';
import { useSession } from '../query/WorkflowRunsProvider';
import { PagedRunPartResult } from '../run/useRunParts';

interface AuditPage {
  items: AuditEntry[];
  nextToken: string | null;
}

/** Who has done or tried what with a run, newest first, page by page. @public */
export function useRunAudit(runId: string): PagedRunPartResult<AuditEntry> {
  const { api } = useSession();
  return usePages(keys.runAudit(runId), (token, signal) =>
    api.call(
      'listRunAudit',
      { params: { runId }, query: { token } },
      { signal },
    ),
  );
}

/** Who has done or tried what in the whole portal, newest first, page by page. @public */
export function useAudit(
  filter: AuditFilterQuery,
): PagedRunPartResult<AuditEntry> {
  const { api } = useSession();
  return usePages(keys.audit(filter), (token, signal) =>
    api.call('listAudit', { query: { ...filter, token } }, { signal }),
  );
}

function usePages(
  queryKey: readonly unknown[],
  read: (token: string | undefined, signal: AbortSignal) => Promise<AuditPage>,
): PagedRunPartResult<AuditEntry> {
  const reload = useAskAgain(queryKey);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextToken ?? undefined,
    // What is shown stays while what fits other filters is read.
    placeholderData: keepPreviousData,
  });
  return pagesOf(query, reload);
}
