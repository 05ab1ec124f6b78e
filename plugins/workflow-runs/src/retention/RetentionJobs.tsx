import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionJob } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  isRetentionJobOpen,
  sizes,
  statusColorsOf,
  StatusChip,
  TextButton,
  Timestamp,
  useFormats,
  useRetentionJobs,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Column, DataTable } from '../layout/DataTable';
import { PanelBody } from '../layout/PanelBody';
import { JobResult } from './JobResult';
import { StartDialog, StopDialog } from './RetentionDialogs';

const PAGE = 10;
const MOST = 100;
/** The status of a run that looks like that of a job. */
const STATUS_OF: Record<RetentionJob['status'], string> = {
  running: 'running',
  aborting: 'canceling',
  aborted: 'canceled',
  completed: 'completed',
  failed: 'failed',
};

const useStyles = makeStyles(
  theme => ({
    actor: { minWidth: 120, fontWeight: 500, overflowWrap: 'anywhere' },
    reason: {
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
    more: { padding: `8px ${sizes.cardPaddingX}px` },
  }),
  { name: 'WorkflowRunsRetentionJobs' },
);

/** Jobs that have deleted something, or are about to. */
export function RetentionJobs(props: { isScheduled: boolean }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const [limit, setLimit] = useState(PAGE);
  const [isStarting, setIsStarting] = useState(false);
  const [stopping, setStopping] = useState<RetentionJob>();
  const source = useRetentionJobs(limit);
  const { jobs, hasMore } = source;
  const columns: Column<RetentionJob>[] = [
    {
      id: 'job',
      label: t('retention.job'),
      cell: job => (
        <div className={classes.actor}>
          {t(`retention.kind.${job.kind}`, {
            actor: job.startedBy?.split('/').pop() ?? '',
          })}
          {job.reason && <div className={classes.reason}>{job.reason}</div>}
        </div>
      ),
    },
    {
      id: 'started',
      label: t('retention.started'),
      cell: job => <Timestamp value={job.startedAt} />,
    },
    {
      id: 'duration',
      label: t('retention.duration'),
      number: true,
      cell: job =>
        formats.duration(
          Date.parse(job.completedAt ?? job.updatedAt) -
            Date.parse(job.startedAt),
        ),
    },
    {
      id: 'result',
      label: t('retention.result'),
      cell: job => <JobResult job={job} />,
    },
    {
      id: 'status',
      label: t('retention.status'),
      cell: job => (
        <StatusChip
          size="small"
          status={STATUS_OF[job.status]}
          label={t(`retention.jobStatus.${job.status}`)}
        />
      ),
    },
    {
      id: 'stop',
      label: '',
      width: 90,
      cell: job =>
        job.status === 'running' && (
          <TextButton
            size="small"
            aria-label={t('retention.aborting', {
              time: formats.absolute(job.startedAt),
            })}
            onClick={() => setStopping(job)}
          >
            {t('retention.abort')}
          </TextButton>
        ),
    },
  ];
  return (
    <Card label={t('retention.jobs')}>
      <CardTitle title={t('retention.jobs')} scope={t('retention.jobsScope')}>
        <TextButton
          size="small"
          variant="outlined"
          disabled={jobs.some(isRetentionJobOpen)}
          onClick={() => setIsStarting(true)}
        >
          {t('retention.start')}
        </TextButton>
      </CardTitle>
      <PanelBody
        source={source}
        title={t('retention.jobsError')}
        rows={3}
        empty={
          jobs.length === 0 ? (
            <EmptyState dense title={t('retention.noJobs')}>
              {t(
                props.isScheduled
                  ? 'retention.noJobsScheduled'
                  : 'retention.noJobsByHand',
              )}
            </EmptyState>
          ) : undefined
        }
      >
        <DataTable
          label={t('retention.jobs')}
          columns={columns}
          items={jobs}
          idOf={job => job.id}
        />
        {hasMore && limit < MOST && (
          <div className={classes.more}>
            <TextButton
              size="small"
              onClick={() => setLimit(Math.min(MOST, limit + PAGE))}
            >
              {t('retention.more')}
            </TextButton>
          </div>
        )}
      </PanelBody>
      {isStarting && <StartDialog onClose={() => setIsStarting(false)} />}
      {stopping && (
        <StopDialog job={stopping} onClose={() => setStopping(undefined)} />
      )}
    </Card>
  );
}
