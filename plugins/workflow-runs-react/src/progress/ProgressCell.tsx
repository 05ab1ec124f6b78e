import { makeStyles } from '@material-ui/core/styles';
import { progressText, Run } from 'backstage-plugin-workflow-runs-common';
import { AnyStatus, toneOf } from '../status';
import { sizes, statusColorsOf, useStatusColors } from '../theme';

const useStyles = makeStyles(
  theme => ({
    root: { width: '100%', minWidth: 96 },
    words: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: 8,
      fontSize: 12,
      lineHeight: '16px',
      marginBottom: 4,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    step: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      color: statusColorsOf(theme).quiet,
    },
    track: {
      height: 4,
      borderRadius: sizes.radius.bar,
      overflow: 'hidden',
      backgroundColor: statusColorsOf(theme).track,
    },
    fill: {
      height: '100%',
      borderRadius: sizes.radius.bar,
      transition: 'width 300ms ease-out',
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
  }),
  { name: 'WorkflowRunsProgressCell' },
);

/** `7/15 · 47 %`, the step that runs or failed, and a bar. @public */
export function ProgressCell(props: {
  progress: Run['progress'];
  status: AnyStatus;
  /** The step to name beside it. */
  step?: string | null;
}) {
  const { progress, status, step } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const text = progressText(progress);
  return (
    <div className={classes.root}>
      <div className={classes.words}>
        <span>{text}</span>
        {step ? (
          <span className={classes.step} title={step}>
            {step}
          </span>
        ) : null}
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={progress.percentage}
      >
        <div
          className={classes.fill}
          style={{
            width: `${progress.percentage}%`,
            backgroundColor: colors[toneOf(status)].fill,
          }}
        />
      </div>
    </div>
  );
}
