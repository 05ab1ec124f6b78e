import {
  AllowedAction,
  BulkItem,
  BulkJob,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';

/** A bulk job as the API shows it, but for what depends on who reads it. */
export type BulkJobRecord = Omit<BulkJob, 'allowedActions'>;

/** A row of `bulk_jobs`. */
export function toBulkJob(row: DatabaseRow): BulkJobRecord {
  const { total, done, refused, failed, canceled } = row;
  return {
    id: row.id,
    name: row.name,
    action: row.action,
    params: JSON.parse(row.params),
    reason: row.reason,
    status: row.status,
    startedBy: row.started_by,
    startedAt: toIso(row.created_at),
    updatedAt: toIso(row.updated_at),
    completedAt: toIsoOrNull(row.completed_at),
    abortedBy: row.aborted_by,
    abortReason: row.abort_reason,
    counts: {
      total,
      pending: total - done - refused - failed - canceled,
      done,
      refused,
      failed,
      canceled,
    },
  };
}

/** A row of `bulk_items`. */
export function toBulkItem(row: DatabaseRow): BulkItem {
  return {
    number: row.number,
    runId: row.run_id,
    outcome: row.outcome,
    reason: row.reason,
    resultRunId: row.result_run_id,
    settledAt: toIsoOrNull(row.settled_at),
  };
}

const allowed: AllowedAction = { allowed: true, reason: null };
const because = (reason: string | undefined): AllowedAction =>
  reason === undefined ? allowed : { allowed: false, reason };

/** In whose name runs are acted on has to be there for it. */
export const NOT_YOURS = 'Only who has started the job may resume it';

/** What a reader may do to a job that they see. */
export function allowedForJob(
  job: BulkJobRecord,
  readerRef: string,
): BulkJob['allowedActions'] {
  return {
    abort: because(refusalToAbort(job)),
    resume: because(
      refusalToResume(job) ??
        (job.startedBy === readerRef ? undefined : NOT_YOURS),
    ),
  };
}

/** Why the state of a job does not allow to abort it. */
export function refusalToAbort({ status }: BulkJobRecord): string | undefined {
  return status === 'running' ? undefined : `The job is ${status} already`;
}

/** Why the state of a job does not allow to resume it. */
export function refusalToResume({
  status,
  counts,
}: BulkJobRecord): string | undefined {
  if (status === 'running') return 'The job is running already';
  if (status === 'aborting') return 'What is under way has not ended yet';
  // Pending: somebody was about to resume it, and did not get to the end.
  return counts.failed + counts.canceled + counts.pending > 0
    ? undefined
    : 'Nothing of the job is left to do';
}
