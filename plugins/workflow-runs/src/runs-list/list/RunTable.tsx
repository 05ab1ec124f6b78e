import { KeyboardEvent } from 'react';
import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import { useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, RunSort } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SELECT_WIDTH, ShownColumn, widthOf } from '../columns/columns';
import { RowHandlers, RunRow } from './RunRow';
import { Selection } from './selection';
import { ariaSort, SortHeader } from './SortHeader';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    table: {
      width: '100%',
      tableLayout: 'fixed',
      borderCollapse: 'collapse',
      '& th': {
        height: sizes.tableHead,
        padding: '0 6px',
        textAlign: 'left',
        fontSize: 12,
        fontWeight: 500,
        whiteSpace: 'nowrap',
        color: statusColorsOf(theme).quiet,
        borderBottom: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
      '& th:first-child': { padding: '0 0 0 12px' },
      '& th:last-child': { paddingRight: 16 },
    },
    right: {
      textAlign: 'right !important' as 'right',
      paddingRight: '14px !important',
    },
    box: { padding: 4 },
  }),
  { name: 'WorkflowRunsRunTable' },
);

/** Id of the checkbox that selects all that are shown. */
export const SELECT_ALL = 'workflow-runs-select-all';

/** Runs, a row each; a click anywhere in a row opens the run. */
export function RunTable(props: {
  runs: Run[];
  columns: ShownColumn[];
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  selection: Selection;
  hrefOf: (runId: string) => string;
  onGlance: RowHandlers['onGlance'];
}) {
  const { runs, columns, sort, onSort, selection, hrefOf, onGlance } = props;
  const classes = useStyles();
  const navigate = useNavigate();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const selected = selection.all
    ? runs.length
    : runs.filter(run => selection.ids.has(run.id)).length;
  return (
    <div
      className={classes.scroll}
      role="presentation"
      onKeyDown={moveBetweenRows}
    >
      <table
        className={classes.table}
        aria-label={t('list.label')}
        style={{ minWidth: widthOf(columns) }}
      >
        <thead>
          <tr>
            <th scope="col" style={{ width: SELECT_WIDTH }}>
              <Checkbox
                size="small"
                color="primary"
                id={SELECT_ALL}
                className={classes.box}
                checked={selected > 0 && selected === runs.length}
                indeterminate={selected > 0 && selected < runs.length}
                onChange={(_, all) => selection.selectAll(all ? runs : [])}
                inputProps={{ 'aria-label': t('list.selectAll') }}
              />
            </th>
            {columns.map(({ id, width }) => (
              <th
                key={id}
                scope="col"
                aria-sort={ariaSort(id, sort)}
                style={{ width }}
                className={id === 'duration' ? classes.right : undefined}
              >
                <SortHeader id={id} sort={sort} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <RunRow
              key={run.id}
              run={run}
              columns={columns}
              href={hrefOf(run.id)}
              selected={selection.all || selection.ids.has(run.id)}
              onOpen={navigate}
              onSelect={selection.select}
              onGlance={onGlance}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Arrow keys go from the link of a run to that of the next. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target as HTMLElement;
  const link = target.closest('[data-run-link]');
  if (!step || !link) return;
  const links = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('[data-run-link]'),
  ];
  const next = links[links.indexOf(link as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
