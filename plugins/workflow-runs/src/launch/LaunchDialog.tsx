import { useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  usePayloads,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Surface } from '../layout/Surface';
import { LaunchForm } from './LaunchForm';
import { WorkflowPicker } from './WorkflowPicker';
import { Prefill, withoutRedactions } from './withoutRedactions';

const TITLE = 'workflow-runs-launch-title';
const nothing: Prefill = { input: {}, redacted: false };

/** Launches a run: of the workflow that is given, or of one that is chosen first. */
export function LaunchDialog(props: {
  workflowRef?: string;
  /** A run to start from: its input and options stand in the form. */
  again?: Run;
  hrefOf: (runId: string) => string;
  onClose: () => void;
}) {
  const { workflowRef, again, hrefOf, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const navigate = useNavigate();
  const [picked, setPicked] = useState(workflowRef);
  const { workflow, error, reload } = useWorkflow(picked);
  const launched = (runId: string) => {
    onClose();
    navigate(hrefOf(runId));
  };

  const body = () => {
    if (picked === undefined) return <WorkflowPicker onPick={setPicked} />;
    if (error) {
      return (
        <DialogContent>
          <ErrorState
            error={error}
            title={t('launch.workflowError')}
            onRetry={reload}
          />
        </DialogContent>
      );
    }
    if (!workflow) return <Loading />;
    const form = { workflow, onLaunched: launched, onDiscard: onClose };
    return again ? (
      <FormFromRun {...form} again={again} />
    ) : (
      <LaunchForm {...form} prefill={nothing} />
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={TITLE}
    >
      <DialogTitle id={TITLE}>
        {workflow
          ? t('launch.title', { workflow: workflow.title })
          : t('launch.chooseTitle')}
      </DialogTitle>
      <Surface>{body()}</Surface>
    </Dialog>
  );
}

function FormFromRun(
  props: Omit<Parameters<typeof LaunchForm>[0], 'prefill'> & { again: Run },
) {
  const { items, loading } = usePayloads(props.again.id);
  if (loading) return <Loading />;
  const input = items.find(
    item => item.stepKey === null && item.direction === 'input',
  );
  // One that was cut is no input any more.
  const whole = input?.truncated ? undefined : input?.value;
  return <LaunchForm {...props} prefill={withoutRedactions(whole)} />;
}

function Loading() {
  return (
    <DialogContent>
      <RowsSkeleton rows={4} rowHeight={56} />
    </DialogContent>
  );
}
