import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SLA_ANNOTATION,
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
  // How long one run may take is said by an annotation of its own.
  const isOfSla = ({ field }: { field: string }) => field === 'sla';
  const refused = [
    {
      annotation: SLO_ANNOTATION,
      of: problems.filter(each => !isOfSla(each)),
    },
    { annotation: SLA_ANNOTATION, of: problems.filter(isOfSla) },
  ].filter(({ of }) => of.length > 0);
  return (
    <Notice tone="waiting" role="status">
      {workflow && `${workflow}: `}
      {refused
        .map(({ annotation, of }) =>
          t('slos.refused', {
            annotation,
            problems: of
              .map(({ field, message }) =>
                t('slos.problem', { field, message }),
              )
              .join(' '),
          }),
        )
        .join(' ')}
    </Notice>
  );
}
