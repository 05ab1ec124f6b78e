import { ComponentType } from 'react';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import Block from '@material-ui/icons/Block';
import Cancel from '@material-ui/icons/Cancel';
import CheckCircle from '@material-ui/icons/CheckCircle';
import HelpOutline from '@material-ui/icons/HelpOutline';
import PauseCircleFilled from '@material-ui/icons/PauseCircleFilled';
import PersonOutline from '@material-ui/icons/PersonOutline';
import PlayCircleFilled from '@material-ui/icons/PlayCircleFilled';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import ReportProblem from '@material-ui/icons/ReportProblem';
import Schedule from '@material-ui/icons/Schedule';
import SettingsBackupRestore from '@material-ui/icons/SettingsBackupRestore';
import Update from '@material-ui/icons/Update';
import { AnyStatus, toneOf } from 'backstage-plugin-workflow-runs-common';
import { sizes, useStatusColors } from '../theme';

const icons: Record<string, ComponentType<SvgIconProps>> = {
  queued: Schedule,
  pending: RadioButtonUnchecked,
  running: PlayCircleFilled,
  retrying: Update,
  paused: PauseCircleFilled,
  waiting_human: PersonOutline,
  canceling: Block,
  completed: CheckCircle,
  compensated: SettingsBackupRestore,
  failed: Cancel,
  lost: ReportProblem,
  canceled: Block,
  skipped: RemoveCircleOutline,
};

/**
 * The icon of a status in its colour. It is never alone: a word stands beside it, or `title` names it.
 *
 * @public
 */
export function StatusIcon(props: {
  status: AnyStatus;
  title?: string;
  size?: number;
  inherit?: boolean;
}) {
  const { status, title, size = sizes.icon, inherit = false } = props;
  const colors = useStatusColors();
  const Icon = Object.hasOwn(icons, status) ? icons[status] : HelpOutline;
  return (
    <Icon
      style={{
        fontSize: size,
        color: inherit ? 'inherit' : colors[toneOf(status)].fill,
        flex: 'none',
      }}
      titleAccess={title}
      aria-hidden={title ? undefined : true}
    />
  );
}
