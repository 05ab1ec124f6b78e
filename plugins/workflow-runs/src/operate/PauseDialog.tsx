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
import { pauseOutlook } from './outlook';

/** Says which steps finish first, and which do not start. */
export function PauseDialog(props: OperationDialogProps) {
  const { snapshot, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'pauseRun', { action: 'pause' });
  const { finish, held } = pauseOutlook(steps);
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.pause.title')}
      confirm={t('operate.pause.confirm')}
      name={words('action', 'pause')}
      request={request}
      onSubmit={() => request.send({ reason: reason.trim() || undefined })}
    >
      <Outlook>
        <Effect
          status={finish.length > 0 ? 'running' : 'paused'}
          steps={finish}
        >
          {finish.length > 0
            ? t('operate.pause.finish', { count: finish.length })
            : t('operate.pause.atOnce')}
        </Effect>
        {held.length > 0 && (
          <Effect status="pending" steps={held}>
            {t('operate.pause.held', { count: held.length })}
          </Effect>
        )}
      </Outlook>
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}

/** Says what is still to come. */
export function ResumeDialog(props: OperationDialogProps) {
  const { snapshot, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'resumeRun', { action: 'resume' });
  const { held } = pauseOutlook(steps);
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.resume.title')}
      confirm={t('operate.resume.confirm')}
      name={words('action', 'resume')}
      request={request}
      onSubmit={() => request.send({ reason: reason.trim() || undefined })}
    >
      <Outlook>
        {run.blockedReason === 'poison' && (
          <Effect status="lost">{t('operate.resume.poison')}</Effect>
        )}
        {run.status === 'running' && (
          <Effect status="running">{t('operate.resume.unpause')}</Effect>
        )}
        <Effect status="pending" steps={held}>
          {t('operate.resume.goesOn', { count: held.length })}
        </Effect>
      </Outlook>
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
