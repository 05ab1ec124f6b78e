import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  RedactedText,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { changeOf } from './changeOf';

const code = { fontFamily: monospace, fontSize: 12 };

/** What was changed, before and after, in a line of its own. */
export function WhatChanged(props: { entry: AuditEntry }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const change = changeOf(props.entry);
  if (!change) return null;
  switch (change.kind) {
    case 'tags': {
      const { added, removed } = change;
      const said = [
        added.length > 0 && t('audit.added', { tags: added.join(', ') }),
        removed.length > 0 && t('audit.removed', { tags: removed.join(', ') }),
      ].filter(Boolean);
      return (
        <div>
          <RedactedText text={said.join(' · ')} />
        </div>
      );
    }
    case 'owner':
      return (
        <div>
          {change.owner === null
            ? t('audit.ownedByWorkflow')
            : t('audit.owned', { owner: entityName(change.owner) })}
        </div>
      );
    case 'status':
      return (
        <div>
          {t('audit.becomes', {
            before: words('status', change.before),
            after: words('status', change.after),
          })}
        </div>
      );
    default:
      return (
        <details>
          <summary>{t('audit.details')}</summary>
          {change.before !== null && (
            <div style={code}>
              {t('audit.before')}: {JSON.stringify(change.before)}
            </div>
          )}
          <div style={code}>
            {t('audit.after')}: {JSON.stringify(change.after)}
          </div>
        </details>
      );
  }
}
