import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step, StepOperation } from 'backstage-plugin-workflow-runs-common';
import {
  useRunRequest,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from './fields';
import { Effect, Outlook } from './Effects';
import { PendingOperations } from './NodeActionDialog';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';

/** Has the engine of a run do to a step what it offers to do to it as it stands. */
export function StepOperationDialog(
  props: OperationDialogProps & { step: Step; offered: StepOperation },
) {
  const { snapshot, step, offered, ...dialog } = props;
  const { run } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'invokeNodeAction', {
    action: 'node_action',
    stepKey: step.stepKey,
  });
  const { title } = offered;
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.stepOperation.title', { title, step: step.name })}
      confirm={title}
      name={title}
      request={request}
      onSubmit={() =>
        request.send({
          step: step.stepKey,
          action: offered.name,
          reason: reason.trim() || undefined,
        })
      }
    >
      <Outlook>
        <Effect status={step.status} steps={[step]}>
          {t('operate.stepOperation.effect')}
        </Effect>
      </Outlook>
      <PendingOperations runId={run.id} stepKey={step.stepKey} />
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}
