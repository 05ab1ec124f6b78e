import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import { keys } from '../query/keys';
import { jobChanges } from './jobChanges';
import { UseBulkJobsResult } from './useBulkJobs';

/**
 * Tells of jobs that start and end while they are watched: what was so at the first look is no news. What
 * lists show of runs is read anew.
 *
 * @public
 */
export function useBulkJobNews(
  { jobs, updatedAt }: Pick<UseBulkJobsResult, 'jobs' | 'updatedAt'>,
  tell: { onStart: (job: BulkJob) => void; onEnd: (job: BulkJob) => void },
): void {
  const queryClient = useQueryClient();
  const before = useRef<BulkJob[]>();
  useEffect(() => {
    if (updatedAt === 0) return;
    const { started, ended } = jobChanges(before.current ?? jobs, jobs);
    before.current = jobs;
    started.forEach(tell.onStart);
    ended.forEach(tell.onEnd);
    if (started.length + ended.length === 0) return;
    queryClient.invalidateQueries({ queryKey: keys.allRuns() });
    queryClient.invalidateQueries({ queryKey: keys.allCounts() });
    // Told once for each look at the jobs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [jobs, updatedAt]);
}
