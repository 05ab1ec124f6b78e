import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunSort } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { ColumnId } from '../columns/columns';

const useStyles = makeStyles(
  theme => ({
    button: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: 28,
      margin: '0 -4px',
      padding: '0 4px',
      border: 0,
      borderRadius: 4,
      background: 'none',
      font: 'inherit',
      color: 'inherit',
      cursor: 'pointer',
      '&:hover': { color: theme.palette.text.primary },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    sorted: { color: theme.palette.text.primary, fontWeight: 600 },
  }),
  { name: 'WorkflowRunsSortHeader' },
);

/** The orders that a click on the head of a column goes through. */
const ORDERS: Partial<Record<ColumnId, readonly RunSort[]>> = {
  started: ['-queuedAt'],
  status: ['status'],
  duration: ['-duration', 'duration'],
};

/** How a column is sorted, as assistive technology is told; undefined where it cannot be. */
export function ariaSort(id: ColumnId, sort: RunSort) {
  const orders = ORDERS[id];
  if (!orders) return undefined;
  if (!orders.includes(sort)) return 'none' as const;
  return sort.startsWith('-')
    ? ('descending' as const)
    : ('ascending' as const);
}

/** The head of a column, which sorts by it where the API can. */
export function SortHeader(props: {
  id: ColumnId;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
}) {
  const { id, sort, onSort } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const label = t(`list.columns.${id}`);
  const orders = ORDERS[id];
  if (!orders) return <>{label}</>;

  const place = orders.indexOf(sort);
  const Arrow = sort.startsWith('-') ? ArrowDownward : ArrowUpward;
  return (
    <button
      type="button"
      className={`${classes.button} ${place >= 0 ? classes.sorted : ''}`}
      onClick={() => onSort(orders[(place + 1) % orders.length])}
    >
      {label}
      {place >= 0 && <Arrow style={{ fontSize: 14 }} aria-hidden />}
    </button>
  );
}
