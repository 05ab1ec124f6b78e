import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RunEvent } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { useSession } from '../query/WorkflowRunsProvider';
import { useRefetchOnEvent } from './useRefetchOnEvent';

const PAGE = 1_000;
/** Events that are looked through: those of a run with thousands of steps. */
const MOST_PAGES = 20;

/** What an operator action has changed about a run. @public */
export interface RunChange {
  added: string[];
  removed: string[];
  /** Null: whoever owns the entity of the workflow; undefined where it was not changed. */
  owner: string | null | undefined;
}

interface Known {
  changes: Record<string, RunChange>;
  /** Number of the last event that was looked at. */
  last: number;
  /** There are more events than are looked through. */
  cut: boolean;
}

const none = {};
const nothing = { refetch: () => {} };
const isChange = ({ type }: RunEvent) => type === 'run.changed';

/**
 * Which tags and owners operator actions have set, by the id of the action: the log of events tells.
 *
 * @param options - `enabled`: false where no action has changed anything, for the log may be long
 * @public
 */
export function useRunChanges(
  runId: string,
  options: { enabled: boolean },
): { changes: Readonly<Record<string, RunChange>>; cut: boolean } {
  const { api } = useSession();
  const queryClient = useQueryClient();
  const key = keys.changes(runId);
  const query = useQuery({
    queryKey: key,
    enabled: options.enabled,
    queryFn: async ({ signal }): Promise<Known> => {
      const before = queryClient.getQueryData<Known>(key);
      const changes = { ...before?.changes };
      let last = before?.last ?? 0;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { items } = await api.call(
          'listEvents',
          { params: { runId }, query: { after: last, limit: PAGE } },
          { signal },
        );
        for (const event of items.filter(isChange)) note(event, changes);
        last = items.at(-1)?.number ?? last;
        if (items.length < PAGE) return { changes, last, cut: false };
      }
      return { changes, last, cut: true };
    },
  });
  useRefetchOnEvent(runId, options.enabled ? query : nothing, isChange);
  return {
    changes: query.data?.changes ?? none,
    cut: query.data?.cut ?? false,
  };
}

function note({ payload }: RunEvent, changes: Record<string, RunChange>) {
  const { actionId, tags, ownerRef } = payload as {
    actionId?: string;
    tags?: { added: string[]; removed: string[] };
    ownerRef?: string | null;
  };
  if (!actionId || (!tags && ownerRef === undefined)) return;
  changes[actionId] = {
    added: tags?.added ?? [],
    removed: tags?.removed ?? [],
    owner: ownerRef,
  };
}
