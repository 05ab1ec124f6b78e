import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  CopyButton,
  monospace,
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { Notice } from '../layout/Notice';
import { Surface } from '../layout/Surface';

const TITLE = 'workflow-runs-webhook-secret';

const useStyles = makeStyles(
  theme => ({
    secret: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      padding: '8px 8px 8px 12px',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    text: {
      flex: 1,
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'WorkflowRunsSecretDialog' },
);

/** A secret, once: a click beside it does not lose it. */
export function SecretDialog(props: {
  name: string;
  secret: string;
  onClose: () => void;
}) {
  const { name, secret, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={TITLE}>
      <DialogTitle id={TITLE}>
        {t('webhooks.secret.title', { name })}
      </DialogTitle>
      <DialogContent>
        <Surface>
          <div className={classes.secret}>
            <code className={classes.text}>{secret}</code>
            <CopyButton text={secret} label={t('webhooks.secret.copy')} />
          </div>
          <Notice tone="waiting">{t('webhooks.secret.once')}</Notice>
        </Surface>
      </DialogContent>
      <DialogActions style={dialogActions}>
        <ActionButton
          variant="contained"
          color="primary"
          action={{ allowed: true, reason: null }}
          onClick={onClose}
        >
          {t('webhooks.secret.done')}
        </ActionButton>
      </DialogActions>
    </Dialog>
  );
}
