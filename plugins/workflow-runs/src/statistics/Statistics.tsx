import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Run,
  RunFilter,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  sizes,
  StaleNote,
  statusColorsOf,
  useFormats,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { FailureGroups } from '../failures/FailureGroups';
import { Card } from '../layout/Card';
import { Causes } from './Causes';
import { FailedSteps } from './FailedSteps';
import { Figures } from './Figures';
import { LatestFailures } from './LatestFailures';
import { LongestRuns } from './LongestRuns';
import { RunDurations } from './RunDurations';
import { StatisticsSkeleton } from './StatisticsSkeleton';
import { FEW, RunsSummary, summarizeRuns } from './summarizeRuns';
import { useEndedRuns } from './useEndedRuns';

/** How many of the latest runs the numbers are of. */
const LATEST = 100;
const MINUTE_MS = 60_000;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: sizes.cardGap },
    scope: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 8px',
      minHeight: 28,
      color: statusColorsOf(theme).quiet,
    },
    stale: { marginLeft: 'auto' },
    pair: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 400px), 1fr))',
      gap: sizes.cardGap,
      alignItems: 'start',
    },
  }),
  { name: 'WorkflowRunsStatistics' },
);

/** What the parts of the statistics have in common. */
export interface StatisticsProps {
  /** Newest first. */
  runs: readonly Run[];
  hrefOf: (runId: string) => string;
  /** Where the runs are listed that fit a filter. */
  listHref: (filter: ViewFilterQuery) => string;
}

/** What the latest runs that have ended tell about the workflow that they are runs of. */
export function Statistics(
  props: { filter: RunFilter } & Omit<StatisticsProps, 'runs'>,
) {
  const { filter, hrefOf, listHref } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const ended = useEndedRuns(filter, LATEST);

  if (ended.loading) return <StatisticsSkeleton />;
  if (ended.error && ended.updatedAt === 0) {
    return (
      <Card>
        <ErrorState
          error={ended.error}
          title={t('statistics.error')}
          onRetry={ended.reload}
        />
      </Card>
    );
  }
  if (ended.runs.length === 0) {
    return (
      <Card>
        <EmptyState
          title={t('statistics.empty')}
          actions={<Link to={listHref({})}>{t('statistics.toRuns')}</Link>}
        >
          {t('statistics.emptyHint')}
        </EmptyState>
      </Card>
    );
  }
  const summary = summarizeRuns(ended.runs);
  const parts = { runs: ended.runs, hrefOf, listHref };
  return (
    <div className={classes.root}>
      <div className={classes.scope}>
        <Scope summary={summary} hasMore={ended.hasMore} />
        {Boolean(ended.error) && (
          <span className={classes.stale}>
            <StaleNote
              since={ended.updatedAt}
              error={ended.error}
              onRetry={ended.reload}
            />
          </span>
        )}
      </div>
      <Figures summary={summary} />
      <RunDurations {...parts} summary={summary} />
      <div className={classes.pair}>
        <FailedSteps {...parts} summary={summary} />
        <Causes {...parts} summary={summary} />
      </div>
      <FailureGroups filter={{ workflow: filter.workflow }} />
      <div className={classes.pair}>
        <LongestRuns {...parts} />
        <LatestFailures {...parts} />
      </div>
    </div>
  );
}

/** Which runs the numbers are of, and how far they can be trusted. */
function Scope(props: { summary: RunsSummary; hasMore: boolean }) {
  const { summary, hasMore } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const now = useNow(MINUTE_MS);
  const count = summary.ended;
  return (
    <span>
      {hasMore
        ? t('statistics.scopeLatest', { runs: String(count) })
        : t('statistics.scopeAll', { count })}
      {', '}
      {t('statistics.span', {
        from: formats.relative(summary.from!, now),
        to: formats.relative(summary.to!, now),
      })}
      {'. '}
      {count < FEW && t('statistics.few', { few: String(FEW) })}
    </span>
  );
}
