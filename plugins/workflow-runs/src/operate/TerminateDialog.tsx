import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useRunRequest,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { cancelOutlook } from './outlook';

/** Says that nothing gets the chance to stop by itself or to clean up, and asks for a reason. */
export function TerminateDialog(props: OperationDialogProps) {
  const { snapshot, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'terminateRun', {
    action: 'terminate',
  });
  const { stopped, calledOff } = cancelOutlook(steps, undefined);
  const left = [...stopped, ...calledOff];
  return (
    <OperationFrame
      {...dialog}
      tone="danger"
      title={t('operate.terminate.title')}
      confirm={t('operate.terminate.confirm')}
      dismiss={t('operate.cancel.dismiss')}
      name={words('action', 'terminate')}
      request={request}
      onSubmit={() => request.send({ reason: reason.trim() || undefined })}
    >
      <Outlook>
        <Effect status="failed" steps={left}>
          {left.length > 0
            ? t('operate.terminate.left', { count: left.length })
            : t('operate.terminate.atOnce')}
        </Effect>
        <Effect status="skipped" detail={t('operate.terminate.elsewhere')}>
          {t('operate.terminate.nothingUndone')}
        </Effect>
      </Outlook>
      {run.allowedActions.cancel.allowed && (
        <span>{t('operate.terminate.rather')}</span>
      )}
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
