import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useRunRequest,
  useWords,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { cancelOutlook, definitionOf } from './outlook';

/** Says which steps are stopped and which are rolled back, and asks for a reason. */
export function CancelDialog(props: OperationDialogProps) {
  const { snapshot, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { workflow, loading } = useWorkflow(run.workflow.ref);
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'cancelRun', { action: 'cancel' });
  const { stopped, calledOff, undone } = cancelOutlook(
    steps,
    definitionOf(run, workflow),
  );
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.cancel.title')}
      confirm={t('operate.cancel.confirm')}
      dismiss={t('operate.cancel.dismiss')}
      name={words('action', 'cancel')}
      request={request}
      onSubmit={() => request.send({ reason: reason.trim() || undefined })}
    >
      <Outlook>
        {stopped.length > 0 && (
          <Effect status="running" steps={stopped}>
            {t('operate.cancel.stopped', { count: stopped.length })}
          </Effect>
        )}
        {calledOff.length > 0 && (
          <Effect status="skipped" steps={calledOff}>
            {t('operate.cancel.calledOff', { count: calledOff.length })}
          </Effect>
        )}
        <Effect status="compensated" steps={undone}>
          {undone === undefined &&
            (loading
              ? t('operate.loading')
              : t(
                  workflow?.definition === null
                    ? 'operate.noDefinition'
                    : 'operate.cancel.undoneUnknown',
                ))}
          {undone?.length === 0 && t('operate.cancel.nothingUndone')}
          {undone &&
            undone.length > 0 &&
            t('operate.cancel.undone', { count: undone.length })}
        </Effect>
      </Outlook>
      <span>{t('operate.cancel.after')}</span>
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
