import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatDuration,
  formatTimeOfDay,
  RunSnapshot,
  sizes,
  statusColorsOf,
  Timestamp,
  Tone,
  useNow,
  useRunEvents,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { Clock, clockOf, Question, remindersOf } from './questions';

const useStyles = makeStyles(
  theme => ({
    clock: {
      display: 'inline-flex',
      alignItems: 'center',
      height: sizes.chip,
      padding: '0 10px',
      borderRadius: sizes.radius.pill,
      fontSize: 12,
      fontWeight: 500,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    fact: { margin: '0 0 8px' },
    label: { fontSize: 12, color: statusColorsOf(theme).quiet },
    list: {
      margin: '0 0 8px',
      padding: 0,
      listStyle: 'none',
      fontSize: 12,
      lineHeight: '18px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsQuestionFacts' },
);

const tones: Record<Exclude<Clock['kind'], 'none'>, Tone> = {
  left: 'skipped',
  close: 'waiting',
  overdue: 'failed',
};

/** How long there is to decide, or since when it is overdue. */
export function DueClock(props: { question: Question }) {
  const { question } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const now = useNow(question.dueAt ? 1_000 : null);
  const clock = clockOf(question, now);
  if (clock.kind === 'none') return null;
  const { text, wash } = colors[tones[clock.kind]];
  const duration = formatDuration(clock.ms, 'live');
  return (
    <span
      className={classes.clock}
      role="timer"
      aria-live="off"
      title={t('approvals.dueAt', { time: formatTimeOfDay(question.dueAt!) })}
      style={{ color: text, backgroundColor: wash }}
    >
      {clock.kind === 'overdue'
        ? t('approvals.overdue', { duration })
        : t('approvals.dueIn', { duration })}
    </span>
  );
}

/** Who may decide. */
export function WhoMayDecide(props: { approvers: readonly string[] }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { approvers } = props;
  return (
    <div className={classes.fact}>
      <div className={classes.label}>{t('approvals.mayDecide')}</div>
      <span title={approvers.join(', ')}>
        {approvers.length > 0
          ? approvers.map(entityName).join(', ')
          : t('approvals.anyone')}
      </span>
    </div>
  );
}

/** What was done so that somebody decides: reminders together, escalations one by one. */
export function Reminders(props: {
  snapshot: RunSnapshot;
  question: Question;
}) {
  const { snapshot, question } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { items } = useRunEvents(snapshot.run.id);
  const { step } = question;
  if (!step) return null;
  const all = remindersOf([...items, ...snapshot.recentEvents], step);
  const reminders = all.filter(({ notice }) => notice === 'reminder');
  const others = all.filter(({ notice }) => notice !== 'reminder');
  if (all.length === 0) return null;
  return (
    <ul className={classes.list}>
      {reminders.length > 0 && (
        <li>
          {t('approvals.reminders', {
            count: reminders.length,
            time: <Timestamp value={reminders.at(-1)!.at} />,
          })}
        </li>
      )}
      {others.map(({ number, notice, at, to }) => (
        <li key={number}>
          {notice === 'escalated'
            ? t('approvals.escalated', {
                to: to.map(entityName).join(', '),
                time: <Timestamp value={at} />,
              })
            : t('approvals.overdueNotice', {
                time: <Timestamp value={at} format="time" />,
              })}
        </li>
      ))}
    </ul>
  );
}
