import { useMemo } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { FailureFilter } from 'backstage-plugin-workflow-runs-common';
import { withQuery } from '../layout/withQuery';
import {
  failureGroupRouteRef,
  failuresRouteRef,
  rootRouteRef,
} from '../routes';

/** Where failures that belong together are shown, and their runs. */
export interface FailureLinks {
  /** All groups that fit. */
  list: (filter?: Pick<FailureFilter, 'workflow'>) => string;
  group: (groupId: string) => string;
  /** The runs that are failed so. */
  runs: (groupId: string) => string;
}

export function useFailureLinks(): FailureLinks {
  const root = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const list = useRouteRef(failuresRouteRef)?.() ?? '/workflow-runs/failures';
  const group = useRouteRef(failureGroupRouteRef);
  return useMemo(
    () => ({
      list: ({ workflow } = {}) =>
        withQuery(list, { workflow: workflow?.join(',') }),
      group: groupId =>
        group?.({ groupId }) ?? `${list}/${encodeURIComponent(groupId)}`,
      runs: groupId =>
        withQuery(root, { view: 'failed', failureGroup: groupId }),
    }),
    [root, list, group],
  );
}
