import { useStatusColors } from 'backstage-plugin-workflow-runs-react';

const WIDTH = 240;
const HEIGHT = 40;
/** Room for half of the line and for the point at its end. */
const INSET = 4;

/** A line without axes: shares over time, from 0 at the bottom to 1 at the top. */
export function Sparkline(props: {
  /** Oldest first; two at least. */
  values: readonly number[];
  /** What it shows, for those who do not see it. */
  label: string;
}) {
  const { values, label } = props;
  const colors = useStatusColors();
  const x = (index: number) =>
    INSET + (index / (values.length - 1)) * (WIDTH - 2 * INSET);
  const y = (value: number) => INSET + (1 - value) * (HEIGHT - 2 * INSET);
  const last = values.length - 1;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      style={{ display: 'block', maxWidth: WIDTH }}
    >
      {[0, 1].map(share => (
        <line
          key={share}
          x1={INSET}
          x2={WIDTH - INSET}
          y1={y(share)}
          y2={y(share)}
          stroke={colors.skipped.line}
          strokeDasharray="2 3"
        />
      ))}
      <polyline
        points={values.map((value, at) => `${x(at)},${y(value)}`).join(' ')}
        fill="none"
        stroke={colors.running.fill}
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      <circle
        cx={x(last)}
        cy={y(values[last])}
        r={3}
        fill={colors.running.fill}
      />
    </svg>
  );
}
