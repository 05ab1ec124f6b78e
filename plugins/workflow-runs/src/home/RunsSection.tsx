import { useId } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  useLatestRuns,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LINE_HEIGHT, RunLines } from '../latest-runs/RunLines';
import { PanelBody } from '../layout/PanelBody';
import { withQuery } from '../layout/withQuery';
import { rootRouteRef } from '../routes';
import { useRunHref } from '../run-page/useRunHref';

const MOST = 5;

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    head: {
      display: 'flex',
      alignItems: 'baseline',
      gap: 8,
      marginBottom: 4,
    },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    hint: {
      flex: 1,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    // As high as it can become, so that nothing below it moves.
    body: { minHeight: MOST * LINE_HEIGHT },
    empty: {
      margin: 0,
      lineHeight: `${LINE_HEIGHT}px`,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsRunsSection' },
);

/** The latest few runs of one kind, and the way to all of them. */
export function RunsSection(props: {
  title: string;
  hint?: string;
  filter: RunFilter;
  /** The same, as the list of all runs has it in its address. */
  list: Record<string, string>;
  empty: string;
  error: string;
}) {
  const { title, hint, filter, list, empty, error } = props;
  const classes = useStyles();
  const headingId = useId();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const allRuns = useRouteRef(rootRouteRef)?.() ?? '/workflow-runs';
  const runHref = useRunHref();
  const latest = useLatestRuns(filter, { limit: MOST });
  return (
    <section className={classes.root} aria-labelledby={headingId}>
      <div className={classes.head}>
        <h3 id={headingId} className={classes.title}>
          {title}
        </h3>
        <span className={classes.hint} title={hint}>
          {hint}
        </span>
        <Link
          to={withQuery(allRuns, list)}
          aria-label={t('home.allOf', { title })}
        >
          {t('home.all')}
        </Link>
      </div>
      <div className={classes.body}>
        <PanelBody
          source={latest}
          title={error}
          rows={MOST}
          empty={
            latest.runs.length === 0 ? (
              <p className={classes.empty}>{empty}</p>
            ) : undefined
          }
        >
          <RunLines
            runs={latest.runs}
            label={title}
            nameOf={run => run.workflow.title}
            hrefOf={runHref}
          />
        </PanelBody>
      </div>
    </section>
  );
}
