import { useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  RowsSkeleton,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Surface } from '../layout/Surface';
import { LaunchForm } from './LaunchForm';
import { WorkflowPicker } from './WorkflowPicker';

const TITLE = 'workflow-runs-launch-title';

/** Launches a run: of the workflow that is given, or of one that is chosen first. */
export function LaunchDialog(props: {
  workflowRef?: string;
  hrefOf: (runId: string) => string;
  onClose: () => void;
}) {
  const { workflowRef, hrefOf, onClose } = props;
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
    if (!workflow) return <Loading onRetry={reload} />;
    if (!workflow.definition && !workflow.allowedActions.launch.allowed) {
      return (
        <DialogContent>
          <EmptyState dense title={t('launch.noDefinition')}>
            {workflow.allowedActions.launch.reason}
          </EmptyState>
        </DialogContent>
      );
    }
    return (
      <LaunchForm
        workflow={workflow}
        onLaunched={launched}
        onDiscard={onClose}
      />
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

function Loading(props: { onRetry: () => void }) {
  return (
    <DialogContent>
      <RowsSkeleton rows={4} rowHeight={56} onRetry={props.onRetry} />
    </DialogContent>
  );
}
