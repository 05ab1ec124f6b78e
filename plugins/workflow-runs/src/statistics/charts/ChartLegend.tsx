import { CSSProperties } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 16px',
      minHeight: 16,
      margin: 0,
      padding: 0,
      listStyle: 'none',
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    item: { display: 'inline-flex', alignItems: 'center', gap: 6 },
    swatch: {
      width: 10,
      height: 10,
      boxSizing: 'border-box',
      borderRadius: sizes.radius.bar,
    },
    line: { width: 18, height: 0 },
  }),
  { name: 'WorkflowRunsChartLegend' },
);

/** What one of the looks in a chart means. */
export interface LegendItem {
  label: string;
  /** Of an area. */
  area?: CSSProperties;
  /** Of a line, as `border-top` has it. */
  line?: string;
  /** Where the runs are that it is of. */
  href?: string;
}

/** What the looks of a chart mean. */
export function ChartLegend(props: { items: readonly LegendItem[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {props.items.map(({ label, area, line, href }) => (
        <li key={label} className={classes.item}>
          {area && <span className={classes.swatch} style={area} />}
          {line && (
            <span className={classes.line} style={{ borderTop: line }} />
          )}
          {href ? <Link to={href}>{label}</Link> : label}
        </li>
      ))}
    </ul>
  );
}
