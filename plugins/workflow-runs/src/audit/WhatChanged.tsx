import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RedactedText,
  RunChange,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';

/** What an action has changed about a run, in a line of its own. */
export function WhatChanged(props: { change: RunChange | undefined }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { change } = props;
  if (!change) return null;
  const { added, removed, owner } = change;
  const said = [
    added.length > 0 && t('audit.added', { tags: added.join(', ') }),
    removed.length > 0 && t('audit.removed', { tags: removed.join(', ') }),
    owner === null && t('audit.ownedByWorkflow'),
    owner && t('audit.owned', { owner: entityName(owner) }),
  ].filter(Boolean);
  return (
    <div>
      <RedactedText text={said.join(' · ')} />
    </div>
  );
}
