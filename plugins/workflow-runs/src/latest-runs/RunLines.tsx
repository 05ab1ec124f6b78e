import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  statusColorsOf,
  StatusChip,
  Timestamp,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** How high a line is, also while it loads. */
export const LINE_HEIGHT = 40;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    line: {
      display: 'grid',
      gridTemplateColumns: '94px minmax(0, 1fr) auto 64px',
      alignItems: 'center',
      gap: 8,
      minHeight: LINE_HEIGHT,
      fontSize: 13,
      lineHeight: '20px',
      '& + &': {
        borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
      },
    },
    name: {
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    when: { fontSize: 12, color: statusColorsOf(theme).quiet },
    duration: { textAlign: 'right' },
  }),
  { name: 'WorkflowRunsRunLines' },
);

/** A few runs, a line each: what became of it, which one, when and how long. */
export function RunLines(props: {
  runs: readonly Run[];
  label: string;
  /** What a reader knows a run by here: its workflow, or its id where all are of one workflow. */
  nameOf: (run: Run) => ReactNode;
  hrefOf: (runId: string) => string;
}) {
  const { runs, label, nameOf, hrefOf } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <ul className={classes.list} aria-label={label}>
      {runs.map(run => (
        <li
          key={run.id}
          className={classes.line}
          data-testid={`line-${run.id}`}
        >
          <span>
            <StatusChip status={run.status} size="small" />
          </span>
          <Link
            to={hrefOf(run.id)}
            className={classes.name}
            title={run.workflow.title}
            aria-label={t('latest.open', {
              name: run.workflow.title,
              status: words('status', run.status),
              id: run.id,
            })}
          >
            {nameOf(run)}
          </Link>
          <span className={classes.when}>
            <Timestamp value={run.startedAt ?? run.queuedAt} />
          </span>
          <span className={classes.duration}>
            <Duration
              value={run.durationMs}
              from={run.startedAt}
              to={run.completedAt}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
