import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  useBulkAbort,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Effect, Outlook } from '../operate/Effects';
import { ReasonField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';

/** Says what stays and what is called off before a job is stopped. */
export function AbortDialog(props: { job: BulkJob; onClose: () => void }) {
  const { job, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const [reason, setReason] = useState('');
  const request = useBulkAbort(job.id);
  const { done, pending } = job.counts;
  return (
    <OperationFrame<BulkJob>
      title={t('bulk.abort.title', { name: job.name })}
      confirm={t('bulk.abort.confirm')}
      dismiss={t('bulk.abort.dismiss')}
      name={t('bulk.abort.open')}
      request={request}
      refusal={job.allowedActions.abort.reason}
      toast={() => ({ title: t('bulk.abort.toast', { name: job.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({ reason: reason.trim() || undefined })}
    >
      <Outlook>
        <Effect status="skipped">
          {t('bulk.abort.calledOff', {
            count: pending,
            runs: formats.number(pending),
          })}
        </Effect>
        {done > 0 && (
          <Effect status="completed">
            {t('bulk.abort.stays', {
              count: done,
              runs: formats.number(done),
            })}
          </Effect>
        )}
      </Outlook>
      <span>{t('bulk.abort.after')}</span>
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
