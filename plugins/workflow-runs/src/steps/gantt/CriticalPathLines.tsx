import { sizes } from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { TimeDomain } from './timeDomain';

/** A step of the critical path, where it is drawn. */
export interface PathPoint {
  /** Pixels from the first row to the middle of its row. */
  middle: number;
  start: number;
  end: number;
}

/** Leads from the end of each step of the critical path to the start of the next one. */
export function CriticalPathLines(props: {
  points: PathPoint[];
  domain: TimeDomain;
  width: number;
  /** Pixels of what is in view; lines that lie outside are not drawn. */
  from: number;
  to: number;
}) {
  const { points, domain, width, from, to } = props;
  const classes = useStepStyles();
  const pixelOf = (instant: number) =>
    ((instant - domain.start) / (domain.end - domain.start)) * width;
  const lines: string[] = [];
  for (let index = 1; index < points.length; index++) {
    const [before, next] = [points[index - 1], points[index]];
    const top = Math.min(before.middle, next.middle);
    const bottom = Math.max(before.middle, next.middle);
    if (top === bottom || bottom < from || top > to) continue;
    const down = next.middle > before.middle ? 1 : -1;
    const x = pixelOf(Math.min(before.end, next.start));
    // Along the lower edge of the one bar, and into the side of the other.
    const half = sizes.bar / 2;
    lines.push(
      `M${x.toFixed(1)} ${before.middle + down * half}V${next.middle}H${pixelOf(
        next.start,
      ).toFixed(1)}`,
    );
  }
  return (
    <svg className={classes.path} width={width} height="100%" aria-hidden>
      {lines.map(line => (
        <path key={line} d={line} />
      ))}
    </svg>
  );
}
