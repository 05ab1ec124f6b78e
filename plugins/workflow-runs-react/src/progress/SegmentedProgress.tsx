import { makeStyles } from '@material-ui/core/styles';
import {
  Progress,
  progressText,
  segmentsOf,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { sizes, useStatusColors } from '../theme';

const useStyles = makeStyles(
  {
    bar: {
      display: 'flex',
      gap: 2,
      height: sizes.progress,
      width: '100%',
      borderRadius: sizes.radius.bar,
      overflow: 'hidden',
    },
  },
  { name: 'WorkflowRunsSegmentedProgress' },
);

/** Progress of a run, a piece per step. @public */
export function SegmentedProgress(props: {
  progress: Progress;
  steps: readonly Step[];
}) {
  const classes = useStyles();
  const colors = useStatusColors();
  const segments = segmentsOf(props.steps);
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={progressText(props.progress)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={props.progress.percentage}
    >
      {segments.length === 0 && (
        <span style={{ flex: 1, backgroundColor: colors.track }} />
      )}
      {segments.map((segment, index) => (
        <span
          // Segments have no identity but their place.
          key={index}
          style={{
            flex: segment.steps,
            backgroundColor:
              segment.tone === 'pending'
                ? colors.track
                : colors[segment.tone].fill,
          }}
        />
      ))}
    </div>
  );
}
