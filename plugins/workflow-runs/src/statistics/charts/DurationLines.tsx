import { StatisticsPoint } from 'backstage-plugin-workflow-runs-common';
import { useStatusColors } from 'backstage-plugin-workflow-runs-react';
import { enough } from '../samples';
import { Hatch, useHatching } from './Hatch';
import { Level, Line } from './Line';
import { bandOf, Scale, xOf, yOf } from './scale';

const WIDEST = 14;
/** Lower it could not be seen. */
const LEAST_HEIGHT = 4;
/** Where there is room to say of how many runs a point is. */
const ROOM_FOR_N = 40;

/** The quantiles that are drawn, and how: told apart by their dashes as well. */
export function useQuantileLooks() {
  const { running, skipped } = useStatusColors();
  const look = (
    id: 'p50Ms' | 'p95Ms' | 'p99Ms',
    color: string,
    width: number,
    dashes?: string,
  ) => ({
    id,
    name: id.slice(0, 3),
    color,
    width,
    dashes,
    line: `2px ${dashes ? 'dashed' : 'solid'} ${color}`,
  });
  return [
    look('p99Ms', skipped.text, 1.5, '5 3'),
    look('p95Ms', running.text, 2),
    look('p50Ms', running.fill, 1.5),
  ];
}

/** Quantiles over time; of too few runs, hatched, from the shortest to the longest. */
export function DurationLines(props: {
  scale: Scale;
  series: readonly StatisticsPoint[];
  /** The p95 of the time before. */
  before: number | null;
}) {
  const { scale, series, before } = props;
  const colors = useStatusColors();
  const hatching = useHatching();
  const looks = useQuantileLooks();
  const width = Math.min(WIDEST, bandOf(scale) * 0.7);
  return (
    <>
      <defs>
        <Hatch
          hatching={hatching}
          colors={[colors.running.wash, colors.running.fill]}
        />
      </defs>
      {before !== null && (
        <Level scale={scale} value={before} color={colors.quiet} />
      )}
      {series.map(({ from, duration }, index) => {
        if (!duration || enough(duration)) return null;
        const top = yOf(scale, duration.maxMs);
        const height = yOf(scale, duration.minMs) - top;
        return (
          <g key={from}>
            <rect
              x={xOf(scale, index) - width / 2}
              y={top - Math.max(0, LEAST_HEIGHT - height) / 2}
              width={width}
              height={Math.max(LEAST_HEIGHT, height)}
              fill={hatching.fill}
              stroke={colors.running.fill}
            />
            {bandOf(scale) >= ROOM_FOR_N && (
              <text
                x={xOf(scale, index)}
                y={Math.max(10, top - 5)}
                textAnchor="middle"
                fontSize={11}
                fill={colors.quiet}
              >
                n = {duration.n}
              </text>
            )}
          </g>
        );
      })}
      {looks.map(({ id, color, width: thickness, dashes }) => (
        <Line
          key={id}
          scale={scale}
          values={series.map(({ duration }) => enough(duration)?.[id] ?? null)}
          color={color}
          width={thickness}
          dashes={dashes}
        />
      ))}
    </>
  );
}
