import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import {
  isRetentionJobOpen,
  sizes,
  statusColorsOf,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useRetentionWords } from './useRetentionWords';

const useStyles = makeStyles(
  theme => ({
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    failed: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).failed.text,
    },
    track: {
      height: sizes.progress,
      marginTop: 4,
      maxWidth: 240,
      borderRadius: sizes.radius.bar,
      overflow: 'hidden',
      backgroundColor: statusColorsOf(theme).track,
    },
    bar: {
      height: '100%',
      backgroundColor: statusColorsOf(theme).running.fill,
    },
  }),
  { name: 'WorkflowRunsJobResult' },
);

/** What a job has deleted so far, what it could not, and how far it is. */
export function JobResult({ job }: { job: RetentionJob }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useRetentionWords();
  const sum = (of: 'rows' | 'bytes' | 'artifacts') =>
    job.deleted.reduce((total, each) => total + each[of], 0);
  const runs = job.deleted
    .filter(each => each.class === 'runs')
    .reduce((total, each) => total + each.runs, 0);
  const files = sum('artifacts');
  const parts = [
    runs > 0 &&
      t('retention.deletedRuns', { count: runs, runs: formats.number(runs) }),
    files > 0 &&
      t('retention.deletedFiles', {
        count: files,
        files: formats.number(files),
      }),
    sum('rows') > 0 &&
      t('retention.deletedRows', {
        rows: formats.number(sum('rows')),
        bytes: words.bytes(sum('bytes')),
      }),
  ].filter(Boolean);
  const percent = Math.round(100 * job.progress);
  return (
    <div>
      {parts.length > 0 ? parts.join(' · ') : t('retention.nothing')}
      <div className={classes.quiet}>
        {[
          t('retention.looked', {
            count: job.lookedAt,
            runs: formats.number(job.lookedAt),
          }),
          ...job.held.map(words.held),
        ].join(' · ')}
      </div>
      {job.errorCount > 0 && (
        <details className={classes.failed}>
          <summary>
            {t('retention.failures', {
              count: job.errorCount,
              failures: formats.number(job.errorCount),
            })}
            : {job.errors[0]}
          </summary>
          {job.errors.slice(1).map(error => (
            <div key={error}>{error}</div>
          ))}
        </details>
      )}
      {isRetentionJobOpen(job) && (
        <div
          className={classes.track}
          role="progressbar"
          aria-label={t('retention.progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <div className={classes.bar} style={{ width: `${percent}%` }} />
        </div>
      )}
    </div>
  );
}
