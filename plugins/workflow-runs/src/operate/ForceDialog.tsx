import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  stepIdOf,
  useRunRequest,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { JsonField, ReasonField, violationAt } from './fields';
import { ForceOutlook } from './ForceOutlook';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { parseJson } from './parseJson';

/** Skips, completes or fails a step by hand: says what follows, and demands a reason. */
export function ForceDialog(
  props: OperationDialogProps & {
    step: Step;
    to: 'skip' | 'complete' | 'fail';
  },
) {
  const { snapshot, to, ...dialog } = props;
  const { run, steps } = snapshot;
  const step =
    steps.find(each => stepIdOf(each) === stepIdOf(props.step)) ?? props.step;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [reason, setReason] = useState('');
  const [output, setOutput] = useState('');
  // What is missing is said once somebody has tried.
  const [tried, setTried] = useState(false);
  const request = useRunRequest(run.id, 'forceStep', {
    action: 'force',
    stepKey: step.stepKey,
  });
  const takesOutput = to === 'complete' && step.type !== 'compensation';
  const parsed = takesOutput ? parseJson(output) : parseJson('');
  const submit = () => {
    setTried(true);
    if (reason.trim() === '' || !parsed.ok) return;
    request.send({
      step: step.stepKey,
      to,
      output: parsed.value,
      reason: reason.trim(),
    });
  };
  return (
    <OperationFrame
      {...dialog}
      title={t(`operate.force.${to}Title`, { step: step.name })}
      confirm={t(`operate.force.${to}`)}
      name={`${t(`operate.force.${to}`)} ${step.name}`}
      request={request}
      onSubmit={submit}
    >
      <ForceOutlook snapshot={snapshot} step={step} to={to} />
      {takesOutput && (
        <JsonField
          id="workflow-runs-force-output"
          label={t('operate.force.output')}
          hint={t('operate.force.outputHint')}
          value={output}
          onChange={setOutput}
          error={
            parsed.ok
              ? violationAt(request.error, '/output')
              : t('operate.json.invalid', { message: parsed.message })
          }
        />
      )}
      <ReasonField
        required
        value={reason}
        onChange={setReason}
        error={
          tried && reason.trim() === ''
            ? t('operate.reasonMissing')
            : violationAt(request.error, '/reason')
        }
      />
    </OperationFrame>
  );
}
