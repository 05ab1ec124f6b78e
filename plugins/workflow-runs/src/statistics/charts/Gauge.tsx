import { CSSProperties } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  statusColorsOf,
  useStatusColors,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    track: {
      position: 'relative',
      height: sizes.progress,
      borderRadius: sizes.radius.pill,
      backgroundColor: statusColorsOf(theme).track,
    },
    fill: {
      display: 'block',
      height: '100%',
      borderRadius: sizes.radius.pill,
    },
    before: {
      position: 'absolute',
      top: -4,
      bottom: -4,
      width: 2,
      marginLeft: -1,
      backgroundColor: theme.palette.text.primary,
    },
  }),
  { name: 'WorkflowRunsGauge' },
);

/** A share of all, as far as it goes; a tick says how far it went before. */
export function Gauge(props: {
  label: string;
  /** 0 to 1. */
  value: number;
  /** The same in words. */
  text: string;
  before: number | null;
  /** How it looks as far as it goes; as what went well, where it is not said. */
  style?: CSSProperties;
}) {
  const { label, value, text, before, style } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={text}
      className={classes.track}
    >
      <span
        className={classes.fill}
        style={{
          width: `${value * 100}%`,
          ...(style ?? { backgroundColor: colors.completed.fill }),
        }}
      />
      {before !== null && (
        <span className={classes.before} style={{ left: `${before * 100}%` }} />
      )}
    </div>
  );
}
