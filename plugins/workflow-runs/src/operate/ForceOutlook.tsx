import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  RunSnapshot,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { leftByResolving, rollbackLog } from '../interventions/rollbackLog';
import { Effect, Outlook, UnknownEffect } from './Effects';
import {
  definitionOf,
  failureOutlook,
  isExecuting,
  skipOutlook,
} from './outlook';

/** What follows from skipping, completing or failing a step by hand. */
export function ForceOutlook(props: {
  snapshot: RunSnapshot;
  step: Step;
  to: 'skip' | 'complete' | 'fail';
}) {
  const { snapshot, step, to } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { run } = snapshot;
  const { workflow, loading } = useWorkflow(run.workflow.ref);
  const definition = definitionOf(run, workflow);
  const said = { snapshot, step, definition, loading };
  return (
    <Outlook>
      {isExecuting(step) && (
        <Effect status="running" steps={[step]}>
          {t('operate.force.stops')}
        </Effect>
      )}
      {step.type === 'compensation' && <ForcedRollback {...said} to={to} />}
      {step.type !== 'compensation' && to === 'skip' && <Skipped {...said} />}
      {step.type !== 'compensation' && to === 'complete' && (
        <Effect status="completed" steps={[step]}>
          {t('operate.force.completes')}
        </Effect>
      )}
      {to === 'fail' && <Failed {...said} />}
    </Outlook>
  );
}

interface Said {
  snapshot: RunSnapshot;
  step: Step;
  definition: ReturnType<typeof definitionOf>;
  loading: boolean;
}

function Skipped({ snapshot, step, definition, loading }: Said) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const skipped = skipOutlook(snapshot.steps, definition, step.stepKey);
  return (
    <>
      {skipped === undefined && (
        <UnknownEffect run={snapshot.run} loading={loading} />
      )}
      {skipped && (
        <Effect status="skipped" steps={skipped}>
          {skipped.length > 0
            ? t('operate.force.skips', { count: skipped.length })
            : t('operate.force.noSkips')}
        </Effect>
      )}
      <Effect status="completed">{t('operate.force.partial')}</Effect>
    </>
  );
}

function Failed({ snapshot, step, definition, loading }: Said) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const outlook = failureOutlook(
    snapshot.steps,
    definition,
    step.stepKey,
    'operator',
  );
  if (outlook.kind === 'unknown' || outlook.kind === 'hold') {
    return <UnknownEffect run={snapshot.run} loading={loading} />;
  }
  const { calledOff } = outlook;
  const undone = outlook.kind === 'undo' ? outlook.undone : [];
  return (
    <>
      <Effect status="failed" steps={calledOff}>
        {calledOff.length > 0
          ? t('operate.force.stop', { count: calledOff.length })
          : t('operate.force.stopAll')}
      </Effect>
      {undone.length > 0 && (
        <Effect status="compensated" steps={undone}>
          {t('operate.force.undone', { count: undone.length })}
        </Effect>
      )}
    </>
  );
}

function ForcedRollback(props: Said & { to: 'skip' | 'complete' | 'fail' }) {
  const { snapshot, step, definition, to } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { run, steps, attempts } = snapshot;
  const others = leftByResolving(
    rollbackLog(run, steps, attempts, definition),
  ).filter(entry => entry.rollback?.stepKey !== step.stepKey);
  return (
    <>
      <Effect status={to === 'skip' ? 'skipped' : 'completed'}>
        {to === 'skip'
          ? t('operate.force.skipRollback')
          : t('operate.force.completeRollback')}
      </Effect>
      <Effect status="compensated" steps={others}>
        {others.length > 0
          ? t('operate.force.rollbackGoesOn', { count: others.length })
          : t('operate.force.rollbackEnds')}
      </Effect>
    </>
  );
}
