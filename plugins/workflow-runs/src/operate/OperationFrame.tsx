import { FormEvent, KeyboardEvent, ReactNode, useEffect, useId } from 'react';
import CircularProgress from '@material-ui/core/CircularProgress';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import {
  ToastApiMessage,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { ActionResult } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  RunRequest,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { Notice } from '../layout/Notice';
import { Surface } from '../layout/Surface';
import { useToasts } from '../layout/useToasts';
import { RequestProblem } from './RequestProblem';

/** Long enough to read a line, and to follow its link. */
const TOAST_MS = 8_000;

const useStyles = makeStyles(
  theme => ({
    title: { padding: '20px 24px 4px', '& h2': { overflowWrap: 'anywhere' } },
    // The buttons stay in view: what is long scrolls above them.
    scroll: { padding: '8px 24px', '&:first-child': { paddingTop: 8 } },
    content: { display: 'flex', flexDirection: 'column', gap: 16 },
    form: { display: 'flex', flexDirection: 'column', minHeight: 0 },
    waiting: { display: 'flex', alignItems: 'center', gap: 10 },
    danger: {
      '&, &:hover, &:focus': {
        color: theme.palette.getContrastText(statusColorsOf(theme).failed.fill),
        backgroundColor: statusColorsOf(theme).failed.fill,
      },
    },
  }),
  { name: 'WorkflowRunsOperation' },
);

/**
 * The dialog around an operation: says what will happen, asks, follows it until the engine has
 * confirmed it, and tells the outcome. A failure keeps it open, with what was typed.
 */
export function OperationFrame<Answer = ActionResult>(props: {
  title: string;
  /** What the button says that does it. */
  confirm: string;
  dismiss?: string;
  /** That of its button, where what it does cannot be made good. */
  tone?: 'danger';
  /** The operation in the words of a toast. */
  name: string;
  request: Pick<RunRequest<never, Answer>, 'phase' | 'error' | 'answer'>;
  /** Why it cannot be asked now; null where it can. */
  refusal?: string | null;
  onSubmit?: () => void;
  /** The form inside that submits; without one, the dialog is a form itself. */
  formId?: string;
  /** What is said once it is done, instead of that it is. */
  toast?: (answer: Answer) => ToastApiMessage;
  hidden: boolean;
  onHide: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, confirm, tone, name, request, onSubmit, formId, toast } =
    props;
  const { hidden, onHide, onClose, children, refusal = null } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const titleId = useId();
  const { phase, error, answer } = request;

  useEffect(() => {
    if (phase === 'done') {
      toasts.post({
        status: 'success',
        title: t('operate.doneToast', { action: name }),
        timeout: TOAST_MS,
        ...(answer && toast?.(answer)),
      });
      onClose();
    } else if (phase === 'refused' && hidden) {
      const { message } = describeError(error);
      toasts.post({
        status: 'danger',
        title: t('operate.refusedToast', { action: name, message }),
      });
      onClose();
    }
    // Tells once what came of it, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [phase, hidden]);

  const busy = phase === 'sending' || phase === 'waiting';
  const submit = () => {
    if (!busy && refusal === null) onSubmit?.();
  };
  const Wrapper = formId ? 'div' : 'form';
  return (
    <Dialog
      open={!hidden}
      onClose={phase === 'waiting' ? onHide : onClose}
      maxWidth="sm"
      fullWidth
      // The opener may be gone: who opens dialogs knows where the focus goes.
      disableRestoreFocus
      aria-labelledby={titleId}
    >
      <Wrapper
        className={classes.form}
        {...(formId
          ? {}
          : {
              noValidate: true,
              onSubmit: (event: FormEvent) => {
                event.preventDefault();
                submit();
              },
              onKeyDown: (event: KeyboardEvent) => {
                // In a field of several lines, Enter alone is a line.
                const isAsked = event.ctrlKey || event.metaKey;
                if (event.key === 'Enter' && isAsked) submit();
              },
            })}
      >
        <DialogTitle id={titleId} className={classes.title}>
          {title}
        </DialogTitle>
        <DialogContent className={classes.scroll}>
          <Surface>
            <div className={classes.content}>
              {children}
              {phase === 'waiting' && (
                <Notice tone="running" role="status">
                  <span className={classes.waiting}>
                    <CircularProgress size={16} aria-hidden />
                    <span>
                      <strong>{t('operate.requested')}</strong>
                      <br />
                      {t('operate.requestedHint')}
                    </span>
                  </span>
                </Notice>
              )}
              {phase === 'refused' && <RequestProblem error={error} />}
            </div>
          </Surface>
        </DialogContent>
        <DialogActions style={dialogActions}>
          {phase === 'waiting' ? (
            <TextButton onClick={onHide}>{t('operate.close')}</TextButton>
          ) : (
            <TextButton onClick={onClose}>
              {props.dismiss ?? t('operate.dismiss')}
            </TextButton>
          )}
          <ActionButton
            variant="contained"
            color="primary"
            className={tone && refusal === null ? classes[tone] : undefined}
            type="submit"
            form={formId}
            action={{ allowed: refusal === null, reason: refusal }}
            busy={busy}
          >
            {confirm}
          </ActionButton>
        </DialogActions>
      </Wrapper>
    </Dialog>
  );
}
