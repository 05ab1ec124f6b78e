import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  ErrorState,
  RowsSkeleton,
  shortenId,
  useRetryPlan,
  useRunRequest,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ReasonField, violationAt } from './fields';
import { Effect, Outlook } from './Effects';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { RequestProblem } from './RequestProblem';
import { RetryFromField } from './RetryFromField';

/** Does a run again from a step, where its engine says beforehand what comes of that. */
export function PlannedRetryDialog(
  props: OperationDialogProps & {
    step?: Step;
    hrefOf: (runId: string) => string;
  },
) {
  const { snapshot, step, hrefOf, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [from, setFrom] = useState(step?.stepKey ?? '');
  const [reason, setReason] = useState('');
  const asked = useRetryPlan(run.id, from || undefined);
  const request = useRunRequest(run.id, 'retryRun', {
    action: 'retry',
    stepKey: from || undefined,
  });
  const refusal = () => {
    if (asked.loading) return t('operate.loading');
    if (!asked.error) return null;
    return isRefused(asked.error)
      ? describeError(asked.error).message
      : t('operate.retry.noPlan');
  };
  return (
    <OperationFrame
      {...dialog}
      title={t('operate.retry.title')}
      confirm={t('operate.retry.confirm')}
      name={words('action', 'retry')}
      request={request}
      refusal={refusal()}
      toast={({ runId }) =>
        runId === run.id
          ? {
              title: t('operate.doneToast', {
                action: words('action', 'retry'),
              }),
            }
          : {
              title: t('operate.launchedToast', {
                action: words('action', 'retry'),
              }),
              links: [
                {
                  label: t('operate.openRun', { id: shortenId(runId) }),
                  href: hrefOf(runId),
                },
              ],
            }
      }
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
      <Plan asked={asked} steps={steps} />
      <ReasonField
        value={reason}
        onChange={setReason}
        error={violationAt(request.error, '/reason')}
      />
    </OperationFrame>
  );
}

function Plan(props: {
  asked: ReturnType<typeof useRetryPlan>;
  steps: readonly Step[];
}) {
  const { plan, loading, error, reload } = props.asked;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (loading) return <RowsSkeleton rows={3} rowHeight={40} />;
  if (error || !plan) {
    return isRefused(error) ? (
      <RequestProblem error={error} />
    ) : (
      <ErrorState
        dense
        error={error}
        title={t('operate.retry.planError')}
        onRetry={reload}
      />
    );
  }
  // A step may be known to the engine, and not here yet.
  const byKey = new Map(props.steps.map(each => [each.stepKey, each]));
  const known = (names: readonly string[]) =>
    names.flatMap(name => byKey.get(name) ?? []);
  return (
    <Outlook>
      <Effect status="running" steps={known(plan.again)}>
        {plan.again.length > 0
          ? t('operate.retry.again', { count: plan.again.length })
          : t('operate.retry.againNone')}
      </Effect>
      {plan.kept.length > 0 && (
        <Effect status="completed" steps={known(plan.kept)}>
          {t('operate.retry.kept', { count: plan.kept.length })}
        </Effect>
      )}
      <Effect
        status={plan.becomes === 'new_run' ? 'queued' : 'running'}
        detail={plan.notes.length > 0 && <Notes notes={plan.notes} />}
      >
        {t(`operate.retry.becomes.${plan.becomes}`)}
      </Effect>
    </Outlook>
  );
}

function Notes(props: { notes: readonly string[] }) {
  return (
    <>
      {props.notes.map(note => (
        <span key={note} style={{ display: 'block', marginTop: 4 }}>
          {note}
        </span>
      ))}
    </>
  );
}

/** The engine has said no, and asking again would not help. */
function isRefused(error: unknown): boolean {
  return Boolean(error) && describeError(error).kind === 'conflict';
}
