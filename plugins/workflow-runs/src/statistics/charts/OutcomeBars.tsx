import { StatisticsPoint } from 'backstage-plugin-workflow-runs-common';
import { useStatusColors } from 'backstage-plugin-workflow-runs-react';
import { Hatch, useHatching } from './Hatch';
import { bandOf, Scale, xOf, yOf } from './scale';

/** Between bars that are wide enough to have room for it. */
const GAP = 3;
const WIDEST = 40;

/** A bar for each point: completed runs at the bottom, failed ones upon them, canceled ones on top. */
export function OutcomeBars(props: {
  scale: Scale;
  series: readonly StatisticsPoint[];
}) {
  const { scale, series } = props;
  const { completed, failed, skipped } = useStatusColors();
  const hatching = useHatching();
  const band = bandOf(scale);
  const width = Math.min(WIDEST, band > 2 * GAP ? band - GAP : band * 0.8);
  return (
    <>
      <defs>
        <Hatch hatching={hatching} colors={[failed.fill, failed.line]} />
      </defs>
      {series.map((point, index) => {
        const bars = [
          { count: point.completed, fill: completed.fill },
          { count: point.failed, fill: hatching.fill },
          { count: point.canceled, fill: 'none', stroke: skipped.fill },
        ];
        let below = 0;
        return bars.map(({ count, ...look }, part) => {
          const bottom = yOf(scale, below);
          below += count;
          return (
            count > 0 && (
              <rect
                key={`${point.from} ${part}`}
                x={xOf(scale, index) - width / 2}
                y={yOf(scale, below)}
                width={width}
                height={Math.max(1, bottom - yOf(scale, below) - 1)}
                {...look}
              />
            )
          );
        });
      })}
    </>
  );
}
