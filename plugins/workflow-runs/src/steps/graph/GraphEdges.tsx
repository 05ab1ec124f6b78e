import { useGraphStyles } from './graphStyles';
import { GraphLayout, Place } from './layout';
import { CELL, MARGIN, NODE } from './scale';

/** The lines from steps to those that wait for them. */
export function GraphEdges(props: {
  layout: GraphLayout;
  size: { width: number; height: number };
  /** Its lines are emphasised. */
  selected: string | undefined;
}) {
  const { layout, size, selected } = props;
  const classes = useGraphStyles();
  return (
    <svg className={classes.edges} {...size} aria-hidden>
      {layout.edges.map(({ from, to, points }) => (
        <path
          key={`${from}\n${to}`}
          className={from === selected || to === selected ? classes.strong : ''}
          d={pathOf(points)}
        />
      ))}
    </svg>
  );
}

function pathOf(points: Place[]): string {
  const y = ({ lane }: Place) => MARGIN + lane * CELL.height + NODE.height / 2;
  const left = ({ layer }: Place) => MARGIN + layer * CELL.width;
  const right = (place: Place) => left(place) + NODE.width;
  const gap = CELL.width - NODE.width;
  const [first, ...others] = points;
  return others.reduce((path, point, index) => {
    const before = points[index];
    const bend = gap / 2;
    const curve = `C${right(before) + bend} ${y(before)} ${
      left(point) - bend
    } ${y(point)} ${left(point)} ${y(point)}`;
    // Past the steps of a layer, it goes straight.
    const isLast = index === others.length - 1;
    return `${path}${curve}${isLast ? '' : `H${right(point)}`}`;
  }, `M${right(first)} ${y(first)}`);
}
