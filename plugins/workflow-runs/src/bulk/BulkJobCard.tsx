import { useCallback, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob, BulkOutcome } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  StatusChip,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { BulkItems } from './BulkItems';
import { BulkJobActions } from './BulkJobActions';
import { BulkProgress } from './BulkProgress';
import { OutcomeButtons } from './OutcomeButtons';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '14px 16px',
      borderRadius: sizes.radius.card,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: theme.palette.background.paper,
      fontVariantNumeric: 'tabular-nums',
    },
    meant: { borderColor: statusColorsOf(theme).running.fill },
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 8,
      minHeight: 32,
    },
    name: {
      flex: 1,
      minWidth: 0,
      margin: 0,
      paddingTop: 2,
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 500,
      overflowWrap: 'anywhere',
    },
    about: {
      margin: '2px 0 10px',
      fontSize: 12,
      lineHeight: '18px',
      color: statusColorsOf(theme).quiet,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'WorkflowRunsBulkJobCard' },
);

/** The status of a run that looks like that of a job. */
const STATUS_OF: Record<BulkJob['status'], string> = {
  running: 'running',
  aborting: 'canceling',
  aborted: 'canceled',
  completed: 'completed',
};

/** A bulk job: what it does, how far it is, what has become of its runs, and what can be done about it. */
export function BulkJobCard(props: {
  job: BulkJob;
  /** The panel was opened for this one. */
  isMeant: boolean;
  hrefOf: (runId: string) => string;
  onSelect: (runIds: string[]) => void;
}) {
  const { job, isMeant, hrefOf, onSelect } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [outcome, setOutcome] = useState<BulkOutcome>();
  const show = useCallback(
    (card: HTMLElement | null) => {
      if (isMeant) card?.scrollIntoView?.({ block: 'nearest' });
    },
    [isMeant],
  );
  return (
    <li
      ref={show}
      className={`${classes.root} ${isMeant ? classes.meant : ''}`}
      data-testid={`bulk-job-${job.id}`}
    >
      <div className={classes.head}>
        <h3 className={classes.name}>{job.name}</h3>
        <BulkJobActions job={job} />
        <StatusChip
          status={STATUS_OF[job.status]}
          label={t(`bulk.statuses.${job.status}`)}
        />
      </div>
      <p className={classes.about}>
        {t(`bulk.did.${job.action}`)} · <Timestamp value={job.startedAt} /> ·{' '}
        {job.reason}
        {job.abortReason && (
          <>
            <br />
            {t('bulk.abortedBecause', { reason: job.abortReason })}
          </>
        )}
      </p>
      <BulkProgress counts={job.counts} />
      <OutcomeButtons
        counts={job.counts}
        shown={outcome}
        controls={`${job.id}-runs`}
        onShow={setOutcome}
      />
      <div id={`${job.id}-runs`}>
        {outcome && job.counts[outcome] > 0 && (
          <BulkItems
            job={job}
            outcome={outcome}
            hrefOf={hrefOf}
            onSelect={onSelect}
          />
        )}
      </div>
    </li>
  );
}
