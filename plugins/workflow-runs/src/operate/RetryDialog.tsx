import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  formatTimeOfDay,
  hasEnded,
  useRunRequest,
  useWords,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { retryOutlook } from './outlook';
import { PlannedRetryDialog } from './PlannedRetryDialog';
import { RetryFromField } from './RetryFromField';

type RetryDialogProps = OperationDialogProps & { step?: Step };

/**
 * Of an ended run: what runs again, and what keeps its result. Of an open one: what is tried again. Where the engine
 * plans it, that is what its plan says.
 */
export function RetryDialog(
  props: RetryDialogProps & { hrefOf: (runId: string) => string },
) {
  const { run } = props.snapshot;
  const { workflow } = useWorkflow(run.workflow.ref);
  // As it was when it was asked: the run is open again before the dialog hears of its success.
  const [ended] = useState(() => hasEnded(run.status));
  if (workflow?.capabilities.retryPlans)
    return <PlannedRetryDialog {...props} />;
  return ended ? <RetryEnded {...props} /> : <RetryOpen {...props} />;
}

function RetryEnded(props: RetryDialogProps) {
  const { snapshot, step, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [from, setFrom] = useState(step?.stepKey ?? '');
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'retryRun', {
    action: 'retry',
    stepKey: from || undefined,
  });
  const { repeated, kept } = retryOutlook(steps, from || undefined);
  const nothing = repeated.length === 0;
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.retry.title')}
      confirm={t('operate.retry.confirm')}
      name={words('action', 'retry')}
      request={request}
      refusal={nothing ? t('operate.retry.nothing') : null}
      onSubmit={() =>
        request.send({
          step: from || undefined,
          reason: reason.trim() || undefined,
        })
      }
    >
      <RetryFromField
        steps={steps}
        value={from}
        onChange={setFrom}
        error={violationAt(request.error, '/step')}
      />
      <Outlook>
        {nothing ? (
          <Effect status="completed">{t('operate.retry.nothing')}</Effect>
        ) : (
          <Effect status="running" steps={repeated}>
            {t('operate.retry.again', { count: repeated.length })}
          </Effect>
        )}
        {kept.length > 0 && !nothing && (
          <Effect status="completed" steps={kept}>
            {t('operate.retry.kept', { count: kept.length })}
          </Effect>
        )}
      </Outlook>
      <span>{t('operate.retry.generation')}</span>
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}

function RetryOpen(props: RetryDialogProps) {
  const { snapshot, step, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [reason, setReason] = useState('');
  const request = useRunRequest(run.id, 'retryRun', {
    action: 'retry',
    stepKey: step?.stepKey,
  });
  const held = steps.filter(each => each.held);
  const item = step && step.itemIndex >= 0 ? step.itemIndex : undefined;
  return (
    <OperationFrame
      {...dialog}
      title={
        step
          ? t('operate.retry.titleStep', { step: step.name })
          : t('operate.retry.title')
      }
      confirm={t('operate.retry.confirm')}
      name={words('action', 'retry')}
      request={request}
      onSubmit={() =>
        request.send({
          step: step?.stepKey,
          item,
          reason: reason.trim() || undefined,
        })
      }
    >
      <Outlook>
        {step ? (
          <Effect status="running" steps={[step]}>
            {step.status === 'retrying' && step.nextAttemptAt
              ? t('operate.retry.triedNow', {
                  time: formatTimeOfDay(step.nextAttemptAt),
                })
              : t('operate.retry.tried')}
          </Effect>
        ) : (
          <Effect status="running" steps={held}>
            {t('operate.retry.triedAll', { count: held.length })}
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
