import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, Statistics } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { formatPercent } from '../layout/formatPercent';
import { Sparkline } from '../statistics/charts/Sparkline';
import { enough, isFew } from '../statistics/samples';

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

const SPARK_HEIGHT = 40;

/** What runs come to, as far as it tells of the health of what they are runs of. */
export function HealthFacts(props: {
  statistics: Statistics;
  /** Whenever it was. */
  lastFailure: Run | undefined;
  hrefOf: (runId: string) => string;
  objectives: ReactNode;
}) {
  const { statistics, lastFailure, hrefOf, objectives } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const { total, series } = statistics;
  const judged = total.completed + total.failed;
  const typical = enough(total.duration)?.p50Ms ?? null;
  const trend = series.map(({ successRate }) => successRate);
  const known = trend.flatMap(rate => rate ?? []);
  const hasTrend = known.length > 1 && !isFew(judged);
  return (
    <>
      <div className={classes.success}>
        <div>
          <p className={classes.quiet}>{t('health.success')}</p>
          <div className={classes.rate}>{formatPercent(total.successRate)}</div>
          <p className={classes.quiet}>
            {t('health.successOf', {
              having: formats.number(total.completed),
              of: formats.number(judged),
            })}
          </p>
        </div>
        <div>
          {hasTrend && (
            <Sparkline
              values={trend}
              height={SPARK_HEIGHT}
              top={1}
              label={t('health.trend', {
                first: formatPercent(known[0]),
                last: formatPercent(known[known.length - 1]),
                lowest: formatPercent(Math.min(...known)),
              })}
            />
          )}
          <p className={classes.quiet}>
            {hasTrend ? t('health.trendHint') : t('health.tooFew')}
          </p>
        </div>
      </div>
      {objectives}
      <dl className={classes.facts}>
        <Fact
          label={t('health.lastFailure')}
          note={
            lastFailure?.error?.stepKey
              ? t('health.failedAt', { step: lastFailure.error.stepKey })
              : undefined
          }
        >
          {lastFailure ? (
            <Link to={hrefOf(lastFailure.id)}>
              <Timestamp
                value={lastFailure.completedAt ?? lastFailure.queuedAt}
              />
            </Link>
          ) : (
            t('health.noFailure')
          )}
        </Fact>
        <Fact
          label={t('health.typical')}
          note={
            typical === null
              ? t('health.typicalOfFew', {
                  n: formats.number(total.duration?.n ?? 0),
                })
              : t('health.typicalOf', {
                  n: formats.number(total.duration!.n),
                })
          }
        >
          {typical === null ? '–' : formats.duration(typical)}
        </Fact>
      </dl>
      <p className={classes.quiet}>
        {t('health.scope', { count: total.runs })}
      </p>
    </>
  );
}
