import { useEffect, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DetectorInfo,
  PrivacyPolicy,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  statusColorsOf,
  TextButton,
  usePolicySave,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { Notice } from '../layout/Notice';
import { Surface } from '../layout/Surface';
import { useToasts } from '../layout/useToasts';
import { useDraftRequest } from '../operate/useDraftRequest';
import { contentOf, draftOf, emptyDraft } from './draft';
import { PolicyForm } from './PolicyForm';
import { PolicyPreview } from './PolicyPreview';

const TITLE = 'workflow-runs-policy-title';
const TOAST_MS = 5_000;

const useStyles = makeStyles(
  theme => ({
    halves: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 11fr) minmax(0, 9fr)',
      gap: 24,
      paddingBottom: 8,
      [theme.breakpoints.down('sm')]: { gridTemplateColumns: '100%' },
    },
    preview: {
      borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      paddingLeft: 24,
      [theme.breakpoints.down('sm')]: { border: 0, padding: 0 },
    },
  }),
  { name: 'WorkflowRunsPolicyDialog' },
);

/** Writes a policy, beside what it would do to runs that there are. */
export function PolicyDialog(props: {
  /** The one that is changed, or copied. */
  policy?: PrivacyPolicy;
  isCopy: boolean;
  detectors: DetectorInfo[];
  onClose: () => void;
}) {
  const { policy, isCopy, detectors, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const changed = isCopy ? undefined : policy;
  const [draft, setDraft] = useState(() => {
    const initial = policy ? draftOf(policy) : emptyDraft();
    return isCopy ? { ...initial, name: '' } : initial;
  });
  const content = contentOf(draft);
  const { phase, error, send } = useDraftRequest(
    usePolicySave(changed),
    content,
  );
  useEffect(() => {
    if (phase !== 'done') return;
    toasts.post({
      status: 'success',
      title: t('privacy.dialog.saved', { name: content.name }),
      timeout: TOAST_MS,
    });
    onClose();
    // Tells once that it is saved, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [phase]);
  return (
    <Dialog
      open
      fullWidth
      maxWidth="lg"
      onClose={onClose}
      aria-labelledby={TITLE}
    >
      <DialogTitle id={TITLE}>
        {changed ? t('privacy.dialog.edit') : t('privacy.dialog.new')}
      </DialogTitle>
      <DialogContent>
        <Surface>
          <div className={classes.halves}>
            <PolicyForm
              draft={draft}
              detectors={detectors}
              error={error}
              onChange={setDraft}
            />
            <div className={classes.preview}>
              <PolicyPreview content={content} />
            </div>
          </div>
        </Surface>
        {phase === 'refused' && (
          <Notice tone="failed" role="alert">
            {t('privacy.dialog.failed', {
              message: describeError(error).message,
            })}
          </Notice>
        )}
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('privacy.dialog.discard')}</TextButton>
        <ActionButton
          variant="contained"
          color="primary"
          action={{ allowed: true, reason: null }}
          busy={phase === 'sending'}
          onClick={send}
        >
          {t('privacy.dialog.save')}
        </ActionButton>
      </DialogActions>
    </Dialog>
  );
}
