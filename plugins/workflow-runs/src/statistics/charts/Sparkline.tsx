import { useStatusColors } from 'backstage-plugin-workflow-runs-react';
import { Line } from './Line';
import { Scale, xOf, yOf } from './scale';

const WIDTH = 240;
/** Room for half of the line and for the point at its end. */
const INSET = 4;

/** A line without axes, interrupted where nothing is known. */
export function Sparkline(props: {
  /** Oldest first. */
  values: readonly (number | null)[];
  height: number;
  /** What is at the upper edge; the highest value, where it is not said. */
  top?: number;
  /** What it shows, for those who do not see it; without it, it says nothing that is not said beside it. */
  label?: string;
}) {
  const { values, height, top, label } = props;
  const colors = useStatusColors();
  const known = values.flatMap(value => value ?? []);
  const scale: Scale = {
    width: WIDTH - 2 * INSET,
    height: height - 2 * INSET,
    points: values.length,
    top: top ?? Math.max(...known, Number.MIN_VALUE),
  };
  const last = values.findLastIndex(value => value !== null);
  return (
    <svg
      {...(label
        ? { role: 'img', 'aria-label': label }
        : { 'aria-hidden': true })}
      viewBox={`${-INSET} ${-INSET} ${WIDTH} ${height}`}
      width="100%"
      height={height}
      style={{ display: 'block', maxWidth: WIDTH }}
    >
      {top !== undefined &&
        [0, top].map(value => (
          <line
            key={value}
            x1={0}
            x2={scale.width}
            y1={yOf(scale, value)}
            y2={yOf(scale, value)}
            stroke={colors.skipped.line}
            strokeDasharray="2 3"
          />
        ))}
      <Line scale={scale} values={values} color={colors.running.fill} />
      {last >= 0 && (
        <circle
          cx={xOf(scale, last)}
          cy={yOf(scale, values[last]!)}
          r={3}
          fill={colors.running.fill}
        />
      )}
    </svg>
  );
}
