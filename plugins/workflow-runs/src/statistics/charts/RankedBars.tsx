import { CSSProperties, ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    // What is in it scrolls where it is narrow, and the page does not.
    scroll: { overflowX: 'auto' },
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      tableLayout: 'fixed',
      fontSize: 13,
    },
    head: {
      height: 24,
      padding: '0 0 0 12px',
      textAlign: 'left',
      fontSize: 12,
      fontWeight: 400,
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
      '&:first-child': { paddingLeft: 0 },
    },
    cell: {
      height: sizes.stepRow,
      padding: '0 0 0 12px',
      whiteSpace: 'nowrap',
      '&:first-child': { paddingLeft: 0 },
    },
    name: {
      textAlign: 'left',
      fontWeight: 400,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
    number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
    track: { position: 'relative', display: 'flex', height: sizes.bar },
    bar: { minWidth: 2, boxSizing: 'border-box' },
    mark: {
      position: 'absolute',
      top: -2,
      bottom: -2,
      width: 2,
      backgroundColor: theme.palette.text.primary,
    },
  }),
  { name: 'WorkflowRunsRankedBars' },
);

/** A row of {@link RankedBars}. */
export interface RankedRow {
  id: string;
  name: string;
  /** Where its runs are listed. */
  href: string;
  /** Parts of the bar, side by side; 1 is as wide as there is room. */
  bars: { share: number; style: CSSProperties }[];
  /** A tick upon the bar. */
  mark?: number;
  /** One for each column. */
  cells: ReactNode[];
}

/** Things in their order, each with a bar and with the numbers that it stands for. */
export function RankedBars(props: {
  label: string;
  /** What the things are. */
  column: string;
  columns: { label: string; width: number }[];
  rows: RankedRow[];
}) {
  const { label, column, columns, rows } = props;
  const classes = useStyles();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={classes.head} style={{ width: '34%' }}>
              {column}
            </th>
            <td aria-hidden className={classes.head} />
            {columns.map(each => (
              <th
                key={each.label}
                scope="col"
                className={`${classes.head} ${classes.number}`}
                style={{ width: each.width }}
              >
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th
                scope="row"
                className={`${classes.cell} ${classes.name}`}
                title={row.name}
              >
                <Link to={row.href}>{row.name}</Link>
              </th>
              <td aria-hidden className={classes.cell}>
                <div className={classes.track}>
                  {row.bars
                    .filter(({ share }) => share > 0)
                    .map((bar, index) => (
                      <span
                        key={index}
                        className={classes.bar}
                        style={{ width: `${bar.share * 100}%`, ...bar.style }}
                      />
                    ))}
                  {row.mark !== undefined && (
                    <span
                      className={classes.mark}
                      style={{ left: `${row.mark * 100}%` }}
                    />
                  )}
                </div>
              </td>
              {row.cells.map((cell, index) => (
                <td
                  key={columns[index].label}
                  className={`${classes.cell} ${classes.number}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
