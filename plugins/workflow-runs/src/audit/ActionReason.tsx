import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RedactedText,
  Tag,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { bulkReason } from './bulkReason';

/** Why somebody has done something; a bulk job stands beside it as what it is. */
export function ActionReason(props: { reason: string | null }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!props.reason) return <>{t('audit.noReason')}</>;
  const { job, reason } = bulkReason(props.reason);
  return (
    <>
      {job && (
        <>
          <Tag size="small" title={job}>
            {t('audit.bulk', { name: job })}
          </Tag>{' '}
        </>
      )}
      <RedactedText text={reason} />
    </>
  );
}
