import { useId, useState } from 'react';
import Check from '@material-ui/icons/Check';
import CircularProgress from '@material-ui/core/CircularProgress';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionResult,
  AllowedAction,
  ApprovalDecision,
  Run,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  RunRequest,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { OperationField, violationAt } from '../operate/fields';
import { rejectOutlook } from '../operate/outlook';
import { RequestProblem } from '../operate/RequestProblem';
import { mayDecide } from './questions';
import { useOwnership } from './useOwnership';

const useStyles = makeStyles(
  theme => ({
    buttons: { display: 'flex', gap: 8, margin: '12px 0 8px' },
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    waiting: { display: 'flex', alignItems: 'center', gap: 8 },
  }),
  { name: 'WorkflowRunsDecideForm' },
);

/** The two answers, with a note. */
export function DecideForm(props: {
  run: Run;
  approvers: readonly string[];
  outlook: ReturnType<typeof rejectOutlook>;
  request: Pick<RunRequest<never, ActionResult>, 'phase' | 'error' | 'answer'>;
  onDecide: (decision: ApprovalDecision, note: string | undefined) => void;
}) {
  const { run, approvers, outlook, request, onDecide } = props;
  const classes = useStyles();
  const id = useId();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ownership = useOwnership();
  const [note, setNote] = useState('');
  const { phase } = request;

  const decide = run.allowedActions.decide;
  const isAsked = !ownership || mayDecide(approvers, ownership);
  const action: AllowedAction =
    decide.allowed && !isAsked
      ? {
          allowed: false,
          reason: t('approvals.others', {
            approvers: approvers.map(entityName).join(', '),
          }),
        }
      : decide;
  // What has been answered stays so until the card hears of it.
  const busy = phase !== 'idle' && phase !== 'refused';
  const say = (decision: ApprovalDecision) =>
    onDecide(decision, note.trim() || undefined);
  return (
    <>
      <OperationField
        id={`note-${id}`}
        label={t('approvals.note')}
        value={note}
        onChange={setNote}
        multiline
        maxRows={6}
        error={violationAt(request.error, '/note')}
        inputProps={{ maxLength: 1_000 }}
      />
      <div className={classes.buttons}>
        <ActionButton
          variant="contained"
          color="primary"
          size="small"
          startIcon={<Check />}
          action={action}
          busy={busy}
          onClick={() => say('approved')}
        >
          {t('approvals.approve')}
        </ActionButton>
        <ActionButton
          variant="outlined"
          color="primary"
          size="small"
          startIcon={<Close />}
          action={action}
          busy={busy}
          onClick={() => say('rejected')}
        >
          {t('approvals.reject')}
        </ActionButton>
      </div>
      {phase === 'waiting' && (
        <span role="status" className={classes.waiting}>
          <CircularProgress size={14} aria-hidden />
          {t('operate.requested')}
        </span>
      )}
      {phase === 'refused' && <RequestProblem error={request.error} />}
      <div className={classes.quiet}>
        <RejectWords outlook={outlook} />
      </div>
    </>
  );
}

function RejectWords(props: { outlook: ReturnType<typeof rejectOutlook> }) {
  const { outlook } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  switch (outlook.kind) {
    case 'branch':
      return (
        <>
          {t('approvals.rejects.branch', {
            steps: outlook.steps.map(({ name }) => name).join(', '),
          })}
        </>
      );
    case 'undo':
      return outlook.undone.length > 0 ? (
        <>{t('approvals.rejects.undo', { count: outlook.undone.length })}</>
      ) : (
        <>{t('approvals.rejects.stop')}</>
      );
    default:
      return <>{t(`approvals.rejects.${outlook.kind}`)}</>;
  }
}
