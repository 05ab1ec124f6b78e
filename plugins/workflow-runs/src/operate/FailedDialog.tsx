import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { FailedPart, Failure } from '../layout/Boundary';
import { dialogActions } from '../layout/dialogActions';

/** In place of a dialog that fails: the page behind it goes on. */
export function FailedDialog(props: Failure & { onClose: () => void }) {
  const { onClose, ...failure } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const part = t('operate.dialog');
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      disableRestoreFocus
      // The dialog is named, not what lies behind it.
      PaperProps={{ 'aria-label': part }}
    >
      <FailedPart part={part} {...failure} />
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('operate.close')}</TextButton>
      </DialogActions>
    </Dialog>
  );
}
