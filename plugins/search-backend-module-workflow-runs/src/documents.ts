import { IndexableDocument } from '@backstage/plugin-search-common';
import {
  joinList,
  Run,
  RunDocument,
  Workflow,
  WorkflowDocument,
} from 'backstage-plugin-workflow-runs-common';

/**
 * The document of a run, for whoever may read that run. It has every field, whatever the run has: search
 * engines may know the fields of a type by its first document.
 *
 * @param readAt - epoch milliseconds
 */
export function toRunDocument(
  run: Run,
  readAt: number,
): RunDocument & IndexableDocument {
  const { workflow, status, environment, queuedAt, error, tags } = run;
  // Search engines look into texts: of a list, some find the values only as a whole.
  const facts = [status, environment, queuedAt, ...tags].join(', ');
  return {
    title: `${workflow.title} ${run.id}`,
    text: [facts, error?.message].filter(Boolean).join(': '),
    location: `/workflow-runs/runs/${encodeURIComponent(run.id)}`,
    authorization: { resourceRef: run.id },
    runId: run.id,
    workflow: workflow.ref,
    workflowTitle: workflow.title,
    engine: workflow.engine,
    environment,
    status,
    tags,
    businessEventId: run.businessEventId,
    failure: error?.message ?? null,
    errorCode: error?.code ?? null,
    queuedAt,
    completedAt: run.completedAt,
    readAt: new Date(readAt).toISOString(),
  };
}

/** The document of a workflow, for whoever may read that workflow. */
export function toWorkflowDocument(
  workflow: Workflow,
): WorkflowDocument & IndexableDocument {
  const { ref, title, description, ownerRefs, entityRef } = workflow;
  const list = new URLSearchParams({ workflow: joinList([ref]) });
  return {
    title,
    text: description ?? '',
    location: `/workflow-runs?${list}`,
    authorization: { resourceRef: ref },
    workflow: ref,
    engine: workflow.engine,
    version: workflow.version,
    description,
    owners: ownerRefs.join(', '),
    entityRef,
  };
}
