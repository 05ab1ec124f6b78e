import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';

/** Who it was; and from where, for whoever may know that. */
export function ActorCell(props: {
  entry: Pick<AuditEntry, 'actor' | 'origin'>;
}) {
  const { actor, origin } = props.entry;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { quiet } = useStatusColors();
  const all = [
    origin?.remoteAddress,
    origin?.userAgent,
    origin?.requestId,
  ].filter(Boolean);
  return (
    <>
      <span title={actor}>{entityName(actor)}</span>
      {origin?.remoteAddress && (
        <div style={{ color: quiet, fontSize: 12 }} title={all.join(' · ')}>
          {t('audit.origin', { origin: origin.remoteAddress })}
        </div>
      )}
    </>
  );
}
