import { useEffect, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  monospace,
  RevealedValue,
  sizes,
  statusColorsOf,
  TextButton,
  useReveal,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { focusOnOpen } from '../layout/focusOnOpen';
import { Surface } from '../layout/Surface';
import { OperationField, violationAt } from '../operate/fields';
import { RequestProblem } from '../operate/RequestProblem';
import { useSecondsUntil } from './useSecondsUntil';

const TITLE = 'workflow-runs-reveal-title';
const LONGEST_REASON = 1_000;

const useStyles = makeStyles(
  theme => ({
    content: { display: 'flex', flexDirection: 'column', gap: 16 },
    value: {
      margin: 0,
      padding: 12,
      maxHeight: 240,
      overflow: 'auto',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      fontFamily: monospace,
      fontSize: 13,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    hint: { fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsRevealDialog' },
);

/** Shows what a token stands for, for a minute, to whoever says why. */
export function RevealDialog(props: {
  runId: string;
  token: string;
  kind: string;
  onClose: () => void;
}) {
  const { runId, token, kind, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useReveal(runId);
  const { phase, error, answer } = request;
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      onClose={onClose}
      aria-labelledby={TITLE}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          if (reason.trim()) request.send({ token, reason: reason.trim() });
        }}
      >
        <DialogTitle id={TITLE}>{t('privacy.reveal.title')}</DialogTitle>
        <DialogContent>
          <Surface>
            <div className={classes.content}>
              {answer ? (
                <Revealed revealed={answer} />
              ) : (
                <>
                  <div>{t('privacy.reveal.effect', { kind })}</div>
                  <OperationField
                    inputRef={focusOnOpen}
                    required
                    id="workflow-runs-reveal-reason"
                    label={t('privacy.reveal.reason')}
                    value={reason}
                    onChange={setReason}
                    error={violationAt(error, '/reason')}
                    inputProps={{ maxLength: LONGEST_REASON }}
                  />
                </>
              )}
              {phase === 'refused' && <RequestProblem error={error} />}
            </div>
          </Surface>
        </DialogContent>
        <DialogActions style={dialogActions}>
          <TextButton onClick={onClose}>{t('privacy.reveal.close')}</TextButton>
          {!answer && (
            <ActionButton
              type="submit"
              variant="contained"
              color="primary"
              action={{ allowed: true, reason: null }}
              busy={phase === 'sending'}
            >
              {t('privacy.reveal.confirm')}
            </ActionButton>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Revealed(props: { revealed: RevealedValue }) {
  const { value, hideAt } = props.revealed;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const seconds = useSecondsUntil(hideAt);
  const [shown, setShown] = useState<RevealedValue['value'] | undefined>(value);
  const isOver = seconds === 0;
  // Nothing keeps it that is not seen.
  useEffect(() => {
    if (isOver) setShown(undefined);
  }, [isOver]);
  if (isOver || shown === undefined) {
    return <div role="status">{t('privacy.reveal.hidden')}</div>;
  }
  return (
    <>
      <pre className={classes.value} aria-label={t('privacy.reveal.value')}>
        {typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)}
      </pre>
      <div className={classes.hint}>
        {t('privacy.reveal.hides', { count: seconds })}
      </div>
    </>
  );
}
