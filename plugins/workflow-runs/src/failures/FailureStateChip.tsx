import { makeStyles } from '@material-ui/core/styles';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HighlightOff from '@material-ui/icons/HighlightOff';
import Snooze from '@material-ui/icons/Snooze';
import { FailureState } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  useStatusColors,
  useWords,
} from 'backstage-plugin-workflow-runs-react';
import { toneOfState } from './stateTones';

const ICONS: Record<FailureState, typeof Snooze> = {
  open: HighlightOff,
  snoozed: Snooze,
  resolved: CheckCircleOutline,
};

const useStyles = makeStyles(
  {
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: sizes.chipSmall,
      padding: '0 8px 0 4px',
      borderRadius: sizes.radius.pill,
      border: '1px solid transparent',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      verticalAlign: 'middle',
    },
  },
  { name: 'WorkflowRunsFailureStateChip' },
);

/** Icon, word and colour of what people have said of a group of failures. */
export function FailureStateChip(props: { state: FailureState }) {
  const { state } = props;
  const classes = useStyles();
  const words = useWords();
  const colors = useStatusColors()[toneOfState(state)];
  const Icon = ICONS[state] ?? HighlightOff;
  return (
    <span
      className={classes.chip}
      style={{ color: colors.text, backgroundColor: colors.wash }}
    >
      <Icon style={{ fontSize: sizes.icon }} aria-hidden />
      {words('failureState', state)}
    </span>
  );
}
