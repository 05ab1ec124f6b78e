import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SLO_ANNOTATION,
  WorkflowSlos,
} from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';

/** What is wrong with the annotation of a workflow, and that it is ignored. */
export function SloProblems(props: {
  problems: WorkflowSlos['problems'];
  /** Where several workflows are told of. */
  workflow?: string;
}) {
  const { problems, workflow } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (problems.length === 0) return null;
  const said = problems
    .map(({ field, message }) => t('slos.problem', { field, message }))
    .join(' ');
  return (
    <Notice tone="waiting" role="status">
      {workflow && `${workflow}: `}
      {t('slos.refused', { annotation: SLO_ANNOTATION, problems: said })}
    </Notice>
  );
}
