import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SavedView } from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../../layout/dialogActions';
import { entityName } from '../../layout/entityName';
import { Notice } from '../../layout/Notice';

/** Asks before a view is gone for all who use it. */
export function DeleteViewDialog(props: {
  view: SavedView;
  error: unknown;
  busy: boolean;
  onDelete: () => void;
  onClose: () => void;
}) {
  const { view, error, busy, onDelete, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      onClose={onClose}
      aria-labelledby="workflow-runs-delete-view"
    >
      <DialogTitle id="workflow-runs-delete-view">
        {t('views.deleteTitle', { name: view.name })}
      </DialogTitle>
      <DialogContent>
        {view.mine
          ? t('views.deleteMine')
          : t('views.deleteShared', { owner: entityName(view.owner) })}
        {error !== null && (
          <Notice tone="failed" role="alert">
            {t('views.failed', { message: describeError(error).message })}
          </Notice>
        )}
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('views.dismiss')}</TextButton>
        <TextButton
          variant="contained"
          color="primary"
          disabled={busy}
          onClick={onDelete}
        >
          {t('views.delete')}
        </TextButton>
      </DialogActions>
    </Dialog>
  );
}
