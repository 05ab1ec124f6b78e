import { ComponentType } from 'react';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import DoneAll from '@material-ui/icons/DoneAll';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import NotificationsActive from '@material-ui/icons/NotificationsActive';
import NotificationsOff from '@material-ui/icons/NotificationsOff';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  Tone,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  {
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: sizes.chipSmall,
      padding: '0 8px 0 4px',
      borderRadius: sizes.radius.pill,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      verticalAlign: 'middle',
    },
  },
  { name: 'WorkflowRunsAlertStatusChip' },
);

/** Where a rule stands, or that it is not evaluated. */
export type AlertLook = AlertRule['state']['status'] | 'off' | 'expired';

const LOOKS: Record<
  AlertLook,
  { icon: ComponentType<SvgIconProps>; tone: Tone }
> = {
  ok: { icon: CheckCircleOutline, tone: 'completed' },
  pending: { icon: HourglassEmpty, tone: 'waiting' },
  firing: { icon: NotificationsActive, tone: 'failed' },
  resolved: { icon: DoneAll, tone: 'waiting' },
  no_data: { icon: HelpOutline, tone: 'skipped' },
  off: { icon: NotificationsOff, tone: 'skipped' },
  expired: { icon: NotificationsOff, tone: 'waiting' },
};

/** How a rule looks. */
export function lookOf({
  enabled,
  disabledBecause,
  state,
}: Pick<AlertRule, 'enabled' | 'disabledBecause' | 'state'>): AlertLook {
  if (enabled) return state.status;
  return disabledBecause === 'expired' ? 'expired' : 'off';
}

/** Icon, word and colour of where a rule stands. */
export function AlertStatusChip(props: { look: AlertLook }) {
  const { look } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { icon: Icon, tone } = LOOKS[look] ?? LOOKS.no_data;
  const colors = useStatusColors()[tone];
  return (
    <Tooltip title={t(`alerts.statusHints.${look}`)}>
      <span
        className={classes.chip}
        style={{ color: colors.text, backgroundColor: colors.wash }}
        data-alert={look}
      >
        <Icon style={{ fontSize: sizes.icon }} aria-hidden />
        {t(`alerts.statuses.${look}`)}
      </span>
    </Tooltip>
  );
}
