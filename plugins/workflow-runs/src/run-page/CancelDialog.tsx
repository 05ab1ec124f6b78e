import { useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  useCancelRun,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { newIdempotencyKey } from '../launch/idempotencyKey';
import { dialogActions } from '../layout/dialogActions';
import { Notice } from '../layout/Notice';

const LONGEST_REASON = 1_000;
const TITLE = 'workflow-runs-cancel-title';

/** Says what canceling does, and asks for a reason. */
export function CancelDialog(props: { run: Run; onClose: () => void }) {
  const { run, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [reason, setReason] = useState('');
  // The same for each try of this dialog, so that a retry after a lost answer cancels once.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const cancel = useCancelRun(run.id);
  const submit = () =>
    cancel.mutate(
      { reason: reason.trim() || undefined, idempotencyKey },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={TITLE}
    >
      <DialogTitle id={TITLE}>{t('cancel.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{t('cancel.text')}</DialogContentText>
        <TextField
          id="workflow-runs-cancel-reason"
          label={t('cancel.reason')}
          helperText={t('cancel.reasonHint')}
          variant="outlined"
          fullWidth
          multiline
          value={reason}
          onChange={event => setReason(event.target.value)}
          inputProps={{ maxLength: LONGEST_REASON }}
        />
        {cancel.error && (
          <Notice tone="failed" role="alert">
            {t('cancel.failed', {
              message: describeError(cancel.error).message,
            })}
          </Notice>
        )}
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('cancel.dismiss')}</TextButton>
        <TextButton
          variant="contained"
          color="primary"
          disabled={cancel.isPending}
          onClick={submit}
        >
          {t('cancel.confirm')}
        </TextButton>
      </DialogActions>
    </Dialog>
  );
}
