import { RunSnapshot } from 'backstage-plugin-workflow-runs-react';
import { PurgeDialog } from '../retention/PurgeDialog';
import { CancelDialog } from './CancelDialog';
import { ForceDialog } from './ForceDialog';
import { NodeActionDialog } from './NodeActionDialog';
import { Operation } from './operation';
import { PauseDialog, ResumeDialog } from './PauseDialog';
import { RepeatDialog } from './RepeatDialog';
import { ResolveDialog } from './ResolveDialog';
import { RetryDialog } from './RetryDialog';
import { StepOperationDialog } from './StepOperationDialog';
import { TellDialog } from './TellDialog';
import { TerminateDialog } from './TerminateDialog';

/** What every dialog is told. */
export interface OperationDialogProps {
  /** Goes on while the dialog is open. */
  snapshot: RunSnapshot;
  hidden: boolean;
  /** It was closed by its reader while the engine has not answered yet. */
  onHide: () => void;
  onClose: () => void;
}

/** The dialog of an operation. */
export function OperationDialog(
  props: OperationDialogProps & {
    operation: Operation;
    hrefOf: (runId: string) => string;
  },
) {
  const { operation, hrefOf, ...dialog } = props;
  switch (operation.kind) {
    case 'pause':
      return <PauseDialog {...dialog} />;
    case 'resume':
      return <ResumeDialog {...dialog} />;
    case 'cancel':
      return <CancelDialog {...dialog} />;
    case 'terminate':
      return <TerminateDialog {...dialog} />;
    case 'retry':
      return <RetryDialog {...dialog} step={operation.step} hrefOf={hrefOf} />;
    case 'force':
      return (
        <ForceDialog {...dialog} step={operation.step} to={operation.to} />
      );
    case 'node_action':
      return (
        <NodeActionDialog
          {...dialog}
          step={operation.step}
          offered={operation.offered}
        />
      );
    case 'step_operation':
      return (
        <StepOperationDialog
          {...dialog}
          step={operation.step}
          offered={operation.offered}
        />
      );
    case 'tell':
      return <TellDialog {...dialog} event={operation.event} />;
    case 'purge':
      return <PurgeDialog {...dialog} />;
    case 'resolve':
      return <ResolveDialog {...dialog} />;
    default:
      return <RepeatDialog {...dialog} mode={operation.kind} hrefOf={hrefOf} />;
  }
}
