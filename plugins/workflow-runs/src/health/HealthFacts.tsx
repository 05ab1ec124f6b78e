import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { formatPercent } from '../layout/formatPercent';
import { summarizeRuns } from '../statistics/summarizeRuns';
import { Sparkline } from './Sparkline';
import { successTrend, WINDOW } from './successTrend';

const useStyles = makeStyles(
  theme => ({
    success: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      gap: '4px 24px',
      alignItems: 'center',
      marginBottom: 16,
    },
    rate: {
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    quiet: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
    facts: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
      gap: '12px 24px',
      margin: '0 0 12px',
    },
  }),
  { name: 'WorkflowRunsHealthFacts' },
);

/** What some ended runs say about the health of what they are runs of. */
export function HealthFacts(props: {
  /** Newest first. */
  runs: readonly Run[];
  /** There are older ones. */
  hasMore: boolean;
  hrefOf: (runId: string) => string;
}) {
  const { runs, hasMore, hrefOf } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const { ended, success, duration } = summarizeRuns(runs);
  const trend = successTrend(runs);
  const failure = runs.find(run => run.status === 'failed');
  return (
    <>
      <div className={classes.success}>
        <div>
          <p className={classes.quiet}>{t('health.success')}</p>
          <div className={classes.rate}>{formatPercent(success.value)}</div>
          <p className={classes.quiet}>
            {t('health.successOf', {
              having: String(success.count),
              of: String(success.of),
            })}
          </p>
        </div>
        <div>
          {trend.length > 1 && (
            <Sparkline
              values={trend}
              label={t('health.trend', {
                window: String(WINDOW),
                first: formatPercent(trend[0]),
                last: formatPercent(trend[trend.length - 1]),
                lowest: formatPercent(Math.min(...trend)),
              })}
            />
          )}
          <p className={classes.quiet}>
            {trend.length > 1
              ? t('health.trendHint', { window: String(WINDOW) })
              : t('health.tooFew')}
          </p>
        </div>
      </div>
      <dl className={classes.facts}>
        <Fact
          label={t('health.lastFailure')}
          note={
            failure?.error?.stepKey
              ? t('health.failedAt', { step: failure.error.stepKey })
              : undefined
          }
        >
          {failure ? (
            <Link to={hrefOf(failure.id)}>
              <Timestamp value={failure.completedAt ?? failure.queuedAt} />
            </Link>
          ) : (
            t('health.noFailure')
          )}
        </Fact>
        <Fact
          label={t('health.typical')}
          note={
            duration.count > 0
              ? t('health.typicalOf', { count: duration.count })
              : t('health.typicalOfNone')
          }
        >
          {duration.p50 === null ? '–' : formats.duration(duration.p50)}
        </Fact>
      </dl>
      <p className={classes.quiet}>
        {hasMore
          ? t('health.scopeLatest', { runs: String(ended) })
          : t('health.scopeAll', { count: ended })}
      </p>
    </>
  );
}
