import { Scale, stretches, xOf, yOf } from './scale';

/** Values over time as a line, interrupted where there are none. */
export function Line(props: {
  scale: Scale;
  values: readonly (number | null)[];
  color: string;
  width?: number;
  /** As SVG has it: `4 3`. */
  dashes?: string;
}) {
  const { scale, values, color, width = 1.5, dashes } = props;
  const point = (index: number) =>
    `${xOf(scale, index)},${yOf(scale, values[index]!)}`;
  return (
    <>
      {stretches(values).map(indexes =>
        indexes.length > 1 ? (
          <polyline
            key={indexes[0]}
            points={indexes.map(point).join(' ')}
            fill="none"
            stroke={color}
            strokeWidth={width}
            strokeDasharray={dashes}
            strokeLinejoin="round"
          />
        ) : (
          // Alone it would be a line without a length.
          <circle
            key={indexes[0]}
            cx={xOf(scale, indexes[0])}
            cy={yOf(scale, values[indexes[0]]!)}
            r={2.5}
            fill={color}
          />
        ),
      )}
    </>
  );
}

/** A line all the way across: what it was in the time before, for example. */
export function Level(props: { scale: Scale; value: number; color: string }) {
  const { scale, value, color } = props;
  if (value > scale.top) return null;
  return (
    <line
      x1={0}
      x2={scale.width}
      y1={yOf(scale, value)}
      y2={yOf(scale, value)}
      stroke={color}
      strokeWidth={1.5}
      strokeDasharray="1 4"
      strokeLinecap="round"
    />
  );
}
