import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  Tone,
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OUTCOMES } from './useCountWords';

const useStyles = makeStyles(
  {
    bar: {
      display: 'flex',
      gap: 1,
      height: sizes.progress,
      borderRadius: sizes.radius.bar,
      overflow: 'hidden',
    },
    part: {
      transition: 'flex-grow 300ms ease-out',
      flexBasis: 0,
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
  },
  { name: 'WorkflowRunsBulkProgress' },
);

export const TONE_OF: Record<(typeof OUTCOMES)[number], Tone> = {
  done: 'completed',
  failed: 'failed',
  refused: 'waiting',
  canceled: 'skipped',
};

/** How far a job is: what was done, what was not, and what is left, in their shares. */
export function BulkProgress(props: { counts: BulkJob['counts'] }) {
  const { counts } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const settled = counts.total - counts.pending;
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={t('bulk.progress')}
      aria-valuemin={0}
      aria-valuemax={counts.total}
      aria-valuenow={settled}
      aria-valuetext={t('bulk.progressText', {
        settled: formats.number(settled),
        total: formats.number(counts.total),
      })}
    >
      {[...OUTCOMES].reverse().map(
        outcome =>
          counts[outcome] > 0 && (
            <span
              key={outcome}
              className={classes.part}
              style={{
                flexGrow: counts[outcome],
                minWidth: 3,
                backgroundColor: colors[TONE_OF[outcome]].fill,
              }}
            />
          ),
      )}
      <span
        className={classes.part}
        style={{ flexGrow: counts.pending, backgroundColor: colors.track }}
      />
    </div>
  );
}
