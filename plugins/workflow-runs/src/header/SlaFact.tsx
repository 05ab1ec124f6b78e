import CheckCircle from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import Timer from '@material-ui/icons/Timer';
import Warning from '@material-ui/icons/Warning';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ForeseenBreach,
  foreseenBreach,
  Run,
} from 'backstage-plugin-workflow-runs-common';
import {
  Timestamp,
  useForecast,
  useFormats,
  useNow,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { slaClock, SlaClock } from './slaClock';

const useStyles = makeStyles(
  {
    clock: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      height: 20,
      verticalAlign: 'top',
      '& svg': { fontSize: 16, flex: 'none' },
    },
  },
  { name: 'WorkflowRunsSla' },
);

const icons: Record<SlaClock['status'], typeof Timer> = {
  on_track: Timer,
  at_risk: Warning,
  breached: ErrorIcon,
  met: CheckCircle,
};

/** How long a run has until its target; nothing where the workflow has none. */
export function SlaFact(props: { run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const counts = run.completedAt === null && Boolean(run.sla?.dueAt);
  const now = useNow(counts ? 1_000 : null);
  const forecast = useForecast(run);
  const foreseen = counts
    ? foreseenBreach(forecast, run.sla?.dueAt ?? null, now)
    : null;
  const clock = slaClock(run, now);
  if (!run.sla || !clock) return null;
  const { status, tone, leftMs } = clock;
  const Icon = icons[status] ?? Timer;
  const said = words('sla', status);
  const duration = formats.duration(Math.abs(leftMs ?? 0), 'live');
  const text = () => {
    if (leftMs === null || status === 'met') return said;
    return leftMs < 0
      ? t('sla.over', { status: said, duration })
      : t('sla.left', { status: said, duration });
  };
  return (
    <Fact
      label={t('sla.label', { target: formats.duration(run.sla.targetMs) })}
      note={
        run.sla.dueAt ? (
          <Due dueAt={run.sla.dueAt} foreseen={foreseen} />
        ) : (
          t(run.completedAt ? 'sla.ended' : 'sla.stands')
        )
      }
    >
      <span className={classes.clock} style={{ color: colors[tone].text }}>
        <Icon aria-hidden />
        {text()}
      </span>
    </Fact>
  );
}

/** When the target is reached, and when the run likely ends where that is later. */
function Due(props: { dueAt: string; foreseen: ForeseenBreach | null }) {
  const { dueAt, foreseen } = props;
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const time = <Timestamp value={dueAt} format="time" />;
  if (!foreseen) return <>{t('sla.due', { time })}</>;
  return (
    <span style={{ color: colors.waiting.text }}>
      {t('sla.foreseen', {
        finish: <Timestamp value={foreseen.likely} format="time" />,
        due: time,
      })}
    </span>
  );
}
