import { useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextButton } from '../actions';
import { workflowRunsTranslationRef } from '../translation';

const TITLE = 'workflow-runs-execution-cancel-title';

/** Says what canceling does before it is done. */
export function CancelConfirmation(props: {
  onCancel: () => Promise<boolean>;
  onClose: () => void;
}) {
  const { onCancel, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    // Where it is refused, the monitor says why.
    await onCancel();
    onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" aria-labelledby={TITLE}>
      <DialogTitle id={TITLE}>{t('operate.cancel.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{t('execution.cancelText')}</DialogContentText>
      </DialogContent>
      <DialogActions style={{ padding: '12px 24px 16px' }}>
        <TextButton onClick={onClose}>{t('operate.cancel.dismiss')}</TextButton>
        <TextButton
          variant="contained"
          color="primary"
          disabled={busy}
          onClick={cancel}
        >
          {t('operate.cancel.confirm')}
        </TextButton>
      </DialogActions>
    </Dialog>
  );
}
