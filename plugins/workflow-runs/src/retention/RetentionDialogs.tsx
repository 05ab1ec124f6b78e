import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import {
  useRetentionAbort,
  useRetentionStart,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Effect, Outlook } from '../operate/Effects';
import { OperationFrame } from '../operate/OperationFrame';

/** Says what goes for good before it does. */
export function StartDialog(props: { onClose: () => void }) {
  const { onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRetentionStart();
  return (
    <OperationFrame<RetentionJob>
      title={t('retention.startTitle')}
      confirm={t('retention.startConfirm')}
      name={t('retention.start')}
      request={request}
      toast={() => ({ title: t('retention.startToast') })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({})}
    >
      <Outlook>
        <Effect status="failed">{t('retention.startEffect')}</Effect>
        <Effect status="completed">{t('retention.startSlow')}</Effect>
      </Outlook>
    </OperationFrame>
  );
}

/** Says what stays deleted before a job is stopped. */
export function StopDialog(props: { job: RetentionJob; onClose: () => void }) {
  const { job, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRetentionAbort(job.id);
  return (
    <OperationFrame<RetentionJob>
      title={t('retention.stopTitle')}
      confirm={t('retention.stopConfirm')}
      dismiss={t('retention.stopDismiss')}
      name={t('retention.abort')}
      request={request}
      toast={() => ({ title: t('retention.stopToast') })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({})}
    >
      <Outlook>
        <Effect status="skipped">{t('retention.stopEffect')}</Effect>
      </Outlook>
    </OperationFrame>
  );
}
