import { FailureDay } from 'backstage-plugin-workflow-runs-common';
import { Tone, useStatusColors } from 'backstage-plugin-workflow-runs-react';

const GAP = 1;
const LEAST = 2;

/** Bars of how many runs failed on each day, without axes; a day without one has a line. */
export function DayBars(props: {
  /** Oldest first. */
  days: readonly FailureDay[];
  tone: Tone;
  width: number;
  height: number;
  /** What it shows, for those who do not see it. */
  label: string;
}) {
  const { days, tone, width, height, label } = props;
  const colors = useStatusColors();
  const most = Math.max(1, ...days.map(({ runs }) => runs));
  const step = width / days.length;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      style={{ display: 'block', flex: 'none' }}
    >
      {days.map(({ day, runs }, index) => {
        const tall =
          runs === 0 ? 1 : Math.max(LEAST, (runs / most) * (height - 1));
        return (
          <rect
            key={day}
            x={index * step}
            y={height - tall}
            width={Math.max(1, step - GAP)}
            height={tall}
            fill={runs === 0 ? colors.track : colors[tone].fill}
          />
        );
      })}
    </svg>
  );
}
