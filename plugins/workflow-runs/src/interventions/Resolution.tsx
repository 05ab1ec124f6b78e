import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  RedactedText,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';

/** What somebody has noted about how a run was resolved; nothing where nobody has. */
export function Resolution(props: { run: Run; className?: string }) {
  const { run, className } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!run.resolution) return null;
  const { actor, note: text } = run.resolution;
  const note = <RedactedText text={text} />;
  return (
    <p className={className}>
      {actor
        ? t('interventions.resolution', { actor: entityName(actor), note })
        : t('interventions.resolutionNobody', { note })}
    </p>
  );
}
