import { useEffect, useState } from 'react';
import Close from '@material-ui/icons/Close';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ApprovalDecision } from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  RunPartResult,
  RunSnapshot,
  statusColorsOf,
  StatusIcon,
  stepIdOf,
  TextButton,
  Timestamp,
  useRunRequest,
  useWorkflow,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { useToasts } from '../layout/useToasts';
import { definitionOf, rejectOutlook } from '../operate/outlook';
import { DecideForm } from './DecideForm';
import { DueClock, Reminders, WhoMayDecide } from './QuestionFacts';
import { Question } from './questions';
import { Subject } from './Subject';
import { Verdict } from './Verdict';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 10px',
      minHeight: 28,
    },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    quiet: { fontSize: 12, color: statusColorsOf(theme).quiet },
    clock: { marginLeft: 'auto', display: 'flex', gap: 8 },
    body: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(280px, 360px)',
      gap: '12px 32px',
      marginTop: 8,
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    side: {
      paddingLeft: 24,
      borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      [theme.breakpoints.down('sm')]: { paddingLeft: 0, borderLeft: 'none' },
    },
  }),
  { name: 'WorkflowRunsQuestion' },
);

const TOAST_MS = 8_000;

/** One thing that a human is to decide: what it is about, who may, until when, and the two answers. */
export function QuestionCard(props: {
  snapshot: RunSnapshot;
  question: Question;
  /** How the reading of what it is about stands. */
  reading: Pick<RunPartResult<unknown>, 'loading' | 'error' | 'reload'>;
  isOpen: boolean;
  onOpenStep: (stepId: string) => void;
  onHide: () => void;
}) {
  const { snapshot, question, reading, isOpen, onOpenStep, onHide } = props;
  const { run, steps } = snapshot;
  const { step, stepKey, about } = question;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const { workflow } = useWorkflow(run.workflow.ref);
  const request = useRunRequest(run.id, 'decideStep', {
    action: 'decide',
    stepKey,
  });
  const [mine, setMine] = useState<ApprovalDecision>();
  const stepWords = t('operate.step', {
    number: String(step?.stepNumber ?? ''),
    name: step?.name ?? stepKey,
  });
  const { phase } = request;
  useEffect(() => {
    if (phase !== 'done' || !mine) return;
    toasts.post({
      status: 'success',
      title: `${stepWords}: ${words('decision', mine)}`,
      timeout: TOAST_MS,
    });
    // Once for each answer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [phase]);
  const title =
    about === 'validation'
      ? t('approvals.validationTitle', { step: stepWords })
      : t('approvals.title', { step: stepWords });
  return (
    <Card padded tone={isOpen ? 'waiting' : 'skipped'} label={title}>
      <div className={classes.head}>
        <StatusIcon
          status={isOpen ? 'waiting_human' : step?.status ?? 'completed'}
        />
        <h3 className={classes.title}>{isOpen ? title : stepWords}</h3>
        {isOpen && question.askedAt && (
          <span className={classes.quiet}>
            {t('approvals.asked', {
              time: <Timestamp value={question.askedAt} />,
            })}
          </span>
        )}
        <span className={classes.clock}>
          {isOpen && <DueClock question={question} />}
          <TextButton
            size="small"
            color="primary"
            onClick={() => onOpenStep(stepIdOf(question))}
          >
            {t('approvals.openStep')}
          </TextButton>
          {!isOpen && (
            <IconButton
              size="small"
              aria-label={t('approvals.hide')}
              onClick={onHide}
            >
              <Close style={{ fontSize: 18 }} />
            </IconButton>
          )}
        </span>
      </div>
      {isOpen ? (
        <div className={classes.body}>
          <div>
            {reading.loading && (
              <RowsSkeleton rows={3} rowHeight={24} onRetry={reading.reload} />
            )}
            {Boolean(reading.error) && (
              <ErrorState
                dense
                error={reading.error}
                title={t('approvals.error')}
                onRetry={reading.reload}
              />
            )}
            {question.decision && <Subject decision={question.decision} />}
          </div>
          <div className={classes.side}>
            <WhoMayDecide approvers={question.approvers} />
            <Reminders snapshot={snapshot} question={question} />
            <DecideForm
              run={run}
              approvers={question.approvers}
              outlook={rejectOutlook(
                steps,
                definitionOf(run, workflow),
                stepKey,
              )}
              request={request}
              onDecide={(decision, note) => {
                setMine(decision);
                request.send({ step: stepKey, decision, note });
              }}
            />
          </div>
        </div>
      ) : (
        <Verdict question={question} />
      )}
    </Card>
  );
}
