import { ReactNode } from 'react';
import { BreadcrumbEntry, useRouteRef } from '@backstage/frontend-plugin-api';
import { WorkflowSummary } from 'backstage-plugin-workflow-runs-common';
import { shortenId } from 'backstage-plugin-workflow-runs-react';
import { withQuery } from '../layout/withQuery';
import { rootRouteRef } from '../routes';
import { useRunHref } from './useRunHref';

/**
 * The way to a run, for the header that the portal draws: behind the page of all runs, those of its
 * workflow, then the run.
 */
export function RunBreadcrumbs(props: {
  runId: string;
  /** Undefined while nobody knows, and of a run that is not there. */
  workflow: WorkflowSummary | undefined;
  /** What lies below the run. */
  children?: ReactNode;
}) {
  const { runId, workflow, children } = props;
  const allRuns = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const runHref = useRunHref();
  const run = (
    <BreadcrumbEntry entry={{ label: shortenId(runId), href: runHref(runId) }}>
      {children}
    </BreadcrumbEntry>
  );
  if (!workflow) return run;
  return (
    <BreadcrumbEntry
      entry={{
        label: workflow.title,
        href: withQuery(allRuns, { workflow: workflow.ref }),
      }}
    >
      {run}
    </BreadcrumbEntry>
  );
}
