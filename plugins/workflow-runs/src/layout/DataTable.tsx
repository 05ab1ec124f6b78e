import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    table: { width: '100%', borderCollapse: 'collapse', fontSize: 13 },
    head: {
      height: sizes.tableHead,
      padding: '0 12px',
      textAlign: 'left',
      fontSize: 12,
      fontWeight: 500,
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
      borderBottom: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    cell: {
      height: 40,
      padding: '6px 12px',
      boxSizing: 'border-box',
      verticalAlign: 'middle',
      borderBottom: `1px solid ${statusColorsOf(theme).skipped.wash}`,
      overflowWrap: 'anywhere',
    },
    number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  }),
  { name: 'WorkflowRunsDataTable' },
);

/** A column of a {@link DataTable}. */
export interface Column<T> {
  id: string;
  label: ReactNode;
  number?: boolean;
  width?: number | string;
  cell: (item: T) => ReactNode;
}

/** A plain table for a few rows. */
export function DataTable<T>(props: {
  label: string;
  columns: Column<T>[];
  items: T[];
  idOf: (item: T) => string;
}) {
  const { label, columns, items, idOf } = props;
  const classes = useStyles();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                className={`${classes.head} ${
                  column.number ? classes.number : ''
                }`}
                style={{ width: column.width }}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={idOf(item)}>
              {columns.map(column => (
                <td
                  key={column.id}
                  className={`${classes.cell} ${
                    column.number ? classes.number : ''
                  }`}
                >
                  {column.cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
