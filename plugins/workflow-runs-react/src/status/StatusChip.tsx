import { makeStyles } from '@material-ui/core/styles';
import { AnyStatus, toneOf } from 'backstage-plugin-workflow-runs-common';
import { sizes, statusColorsOf, useStatusColors } from '../theme';
import { StatusIcon } from './StatusIcon';
import { useWords } from './useWords';

const useStyles = makeStyles(
  theme => ({
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      height: sizes.chip,
      padding: '0 10px 0 6px',
      borderRadius: sizes.radius.pill,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      // Forced colours drop backgrounds; the outline keeps the shape.
      border: '1px solid transparent',
      color: statusColorsOf(theme).skipped.text,
    },
    small: { height: sizes.chipSmall, gap: 4, padding: '0 8px 0 4px' },
  }),
  { name: 'WorkflowRunsStatusChip' },
);

/** Icon, word and colour of a run's, a step's or an attempt's status. @public */
export function StatusChip(props: {
  status: AnyStatus;
  size?: 'medium' | 'small';
  /** Stands instead of the status's own word: "Pausing". */
  label?: string;
}) {
  const { status, size = 'medium', label } = props;
  const classes = useStyles();
  const colors = useStatusColors()[toneOf(status)];
  const words = useWords();
  return (
    <span
      className={`${classes.chip} ${size === 'small' ? classes.small : ''}`}
      style={{ color: colors.text, backgroundColor: colors.wash }}
      data-status={status}
    >
      <StatusIcon status={status} inherit size={size === 'small' ? 14 : 16} />
      {label ?? words('status', status)}
    </span>
  );
}
