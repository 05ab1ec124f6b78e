import { ComponentType } from 'react';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import AlarmOn from '@material-ui/icons/AlarmOn';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import Schedule from '@material-ui/icons/Schedule';
import TimerOff from '@material-ui/icons/TimerOff';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { slaWords, TimedRun } from 'backstage-plugin-workflow-runs-common';
import { useFormats } from '../formats';
import { useWords } from '../status';
import { sizes, Tone, useStatusColors } from '../theme';
import { useNow } from '../time';
import { workflowRunsTranslationRef } from '../translation';

const useStyles = makeStyles(
  {
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: sizes.chipSmall,
      fontSize: 12,
      lineHeight: '16px',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
    loud: {
      padding: '0 8px 0 4px',
      borderRadius: sizes.radius.pill,
      fontWeight: 500,
    },
  },
  { name: 'WorkflowRunsSlaChip' },
);

const REFRESH_MS = 5_000;

const looks: Record<
  string,
  { icon: ComponentType<SvgIconProps>; tone: Tone; loud: boolean }
> = {
  on_track: { icon: Schedule, tone: 'completed', loud: false },
  at_risk: { icon: ReportProblemOutlined, tone: 'waiting', loud: true },
  breached: { icon: TimerOff, tone: 'failed', loud: true },
  met: { icon: AlarmOn, tone: 'skipped', loud: false },
};

/** How a run stands to the target of its workflow: icon, word and colour; a dash without a target. @public */
export function SlaChip(props: { run: TimedRun }) {
  const { sla, completedAt } = props.run;
  const classes = useStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(sla && !completedAt ? REFRESH_MS : null);
  if (!sla) return <span aria-hidden>–</span>;

  const { icon: Icon, tone, loud } = looks[sla.status] ?? looks.on_track;
  const when = (): string | undefined => {
    const { dueAt, likelyAt } = sla;
    if (!dueAt) return undefined;
    // What was foreseen, and has not come, is no news any more.
    const isToCome = likelyAt !== undefined && Date.parse(likelyAt) > now;
    return isToCome
      ? t('sla.foreseen', {
          finish: formats.absolute(likelyAt),
          due: formats.absolute(dueAt),
        })
      : t('sla.due', { time: formats.absolute(dueAt) });
  };
  const target = t('sla.target', { target: formats.duration(sla.targetMs) });
  return (
    <Tooltip title={[target, when()].filter(Boolean).join(', ')}>
      <span
        className={`${classes.chip} ${loud ? classes.loud : ''}`}
        style={{
          color: colors[tone].text,
          backgroundColor: loud ? colors[tone].wash : undefined,
        }}
        data-sla={sla.status}
      >
        <Icon style={{ fontSize: 14 }} aria-hidden />
        <span>
          {words('sla', sla.status)} {slaWords(props.run, now)}
        </span>
      </span>
    </Tooltip>
  );
}
