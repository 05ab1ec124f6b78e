import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import {
  useRunPurge,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Effect, Outlook } from '../operate/Effects';
import { ReasonField, violationAt } from '../operate/fields';
import { OperationDialogProps } from '../operate/OperationDialog';
import { OperationFrame } from '../operate/OperationFrame';
import { rootRouteRef } from '../routes';

/** Deletes a run for good, with a reason that outlives it; where it was, there is nothing to stay on. */
export function PurgeDialog(props: OperationDialogProps) {
  const { snapshot, onClose, ...dialog } = props;
  const { run } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const allRuns = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const request = useRunPurge(run.id);
  const isMissing = tried && reason.trim() === '';
  return (
    <OperationFrame<RetentionJob>
      {...dialog}
      title={t('retention.purgeTitle')}
      confirm={t('retention.purgeConfirm')}
      dismiss={t('retention.purgeDismiss')}
      name={t('retention.purge')}
      request={request}
      toast={() => ({ title: t('retention.purgeToast') })}
      onClose={() => {
        onClose();
        if (request.phase === 'done') navigate(allRuns);
      }}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') request.send({ reason: reason.trim() });
      }}
    >
      <Outlook>
        <Effect status="failed">{t('retention.purgeEffect')}</Effect>
        <Effect status="completed">{t('retention.purgeLeft')}</Effect>
      </Outlook>
      <ReasonField
        value={reason}
        onChange={setReason}
        required
        hint={t('retention.purgeReasonHint')}
        error={
          isMissing
            ? t('operate.reasonMissing')
            : violationAt(request.error, '/reason')
        }
      />
    </OperationFrame>
  );
}
