import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { formatPercent } from '../layout/formatPercent';
import { RunsSummary, Share } from './summarizeRuns';

const useStyles = makeStyles(
  theme => ({
    clip: { overflow: 'hidden' },
    figures: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(132px, 1fr))',
      // The lines above the first row and before the first column fall off the edge.
      margin: '-1px 0 0 -1px',
      '& > *': {
        padding: '12px 16px',
        borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
        borderTop: `1px solid ${statusColorsOf(theme).skipped.line}`,
      },
    },
    label: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    value: {
      margin: '2px 0',
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    note: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsFigures' },
);

/** The numbers, each with what it is of. */
export function Figures(props: { summary: RunsSummary }) {
  const { summary } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const { ended, failed, canceled, success, firstPass, sla } = summary;
  const { retries, duration } = summary;
  const ofShare = ({ count, of }: Share) => ({
    having: String(count),
    of: String(of),
  });
  const spent = (ms: number | null) =>
    ms === null ? '–' : formats.duration(ms);
  const ofCompleted = t('statistics.durationNote', { count: duration.count });
  const figures = [
    {
      label: t('statistics.ended'),
      value: String(ended),
      note: t('statistics.endedNote', {
        failed: String(failed),
        canceled: String(canceled),
      }),
    },
    {
      label: t('statistics.success'),
      value: formatPercent(success.value),
      note: t('statistics.successNote', ofShare(success)),
    },
    {
      label: t('statistics.firstPass'),
      value: formatPercent(firstPass.value),
      note: t('statistics.firstPassNote', ofShare(firstPass)),
    },
    {
      label: t('statistics.retries'),
      value: String(Math.round((retries / ended) * 100)),
      note: t('statistics.retriesNote', { retries: String(retries) }),
    },
    {
      label: t('statistics.p50'),
      value: spent(duration.p50),
      note: ofCompleted,
    },
    {
      label: t('statistics.p95'),
      value: spent(duration.p95),
      note: ofCompleted,
    },
    {
      label: t('statistics.sla'),
      value: formatPercent(sla.value),
      note:
        sla.of > 0
          ? t('statistics.slaNote', ofShare(sla))
          : t('statistics.noSla'),
    },
  ];
  return (
    <Card label={t('statistics.figures')}>
      <div className={classes.clip}>
        <dl className={classes.figures} style={{ marginBottom: 0 }}>
          {figures.map(({ label, value, note }) => (
            <div key={label}>
              <dt className={classes.label}>{label}</dt>
              <dd className={classes.value}>{value}</dd>
              <dd className={classes.note}>{note}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
