import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useNavigate } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useElementWidth } from '../layout/useElementWidth';
import { columnsThatFit } from './columns';
import { RunRow } from './RunRow';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    table: {
      width: '100%',
      minWidth: 560,
      tableLayout: 'fixed',
      borderCollapse: 'collapse',
      '& th': {
        height: sizes.tableHead,
        padding: '0 8px',
        textAlign: 'left',
        fontSize: 12,
        fontWeight: 500,
        whiteSpace: 'nowrap',
        color: statusColorsOf(theme).quiet,
        borderBottom: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
      '& th:first-child': { paddingLeft: 20 },
      '& th:last-child': { paddingRight: 20 },
    },
    right: { textAlign: 'right !important' as 'right' },
  }),
  { name: 'WorkflowRunsRunTable' },
);

/** Runs, a row each; a click anywhere in a row opens the run. */
export function RunTable(props: {
  runs: Run[];
  hrefOf: (runId: string) => string;
}) {
  const { runs, hrefOf } = props;
  const classes = useStyles();
  const { ref, width } = useElementWidth<HTMLDivElement>();
  const columns = useMemo(() => columnsThatFit(width), [width]);
  const navigate = useNavigate();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.scroll} ref={ref}>
      <table className={classes.table} aria-label={t('list.label')}>
        <thead>
          <tr>
            {columns.map(({ id, width: columnWidth }) => (
              <th
                key={id}
                scope="col"
                style={{ width: columnWidth }}
                className={id === 'duration' ? classes.right : undefined}
              >
                {t(`list.columns.${id}`)}
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
              onOpen={navigate}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
