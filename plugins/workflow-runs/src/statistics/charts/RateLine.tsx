import { makeStyles } from '@material-ui/core/styles';
import { Measure } from '../change';
import { isFew } from '../samples';
import { Line } from './Line';
import { Scale, xOf, yOf } from './scale';

const useStyles = makeStyles(
  theme => ({ hollow: { fill: theme.palette.background.paper } }),
  { name: 'WorkflowRunsRateLine' },
);

/** A rate over time; points of too few runs are rings, and the line to them is dashed. */
export function RateLine(props: {
  scale: Scale;
  points: readonly Measure[];
  color: string;
}) {
  const { scale, points, color } = props;
  const classes = useStyles();
  const few = points.map(({ n }) => isFew(n));
  return (
    <>
      <Line
        scale={scale}
        values={points.map(({ value }) => value)}
        color={color}
        dashes="2 3"
      />
      <Line
        scale={scale}
        values={points.map(({ value }, index) => (few[index] ? null : value))}
        color={color}
        width={2}
      />
      {points.map(
        ({ value }, index) =>
          value !== null &&
          few[index] && (
            <circle
              key={index}
              cx={xOf(scale, index)}
              cy={yOf(scale, value)}
              r={3.5}
              className={classes.hollow}
              stroke={color}
              strokeWidth={1.5}
            />
          ),
      )}
    </>
  );
}
