import { ReactNode } from 'react';
import {
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsProvider } from 'backstage-plugin-workflow-runs-react';

/**
 * Something about the workflow of an entity. A portal may show it on entities that name none: there it
 * says how to name one.
 */
export function OfWorkflow(props: { children: ReactNode }) {
  const { entity } = useEntity();
  if (!entity.metadata.annotations?.[WORKFLOW_ANNOTATION]) {
    return <MissingAnnotationEmptyState annotation={WORKFLOW_ANNOTATION} />;
  }
  return <WorkflowRunsProvider>{props.children}</WorkflowRunsProvider>;
}
