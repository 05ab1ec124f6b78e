import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import { isBulkJobOpen } from './useBulkJobs';

/** Which jobs have started, and which have ended, between two looks at the latest ones. */
export function jobChanges(
  before: readonly BulkJob[],
  now: readonly BulkJob[],
): { started: BulkJob[]; ended: BulkJob[] } {
  const wasOpen = new Map(before.map(job => [job.id, isBulkJobOpen(job)]));
  return {
    started: now.filter(job => isBulkJobOpen(job) && !wasOpen.get(job.id)),
    ended: now.filter(job => !isBulkJobOpen(job) && wasOpen.get(job.id)),
  };
}
