import {
  ErrorCategory,
  FailureDay,
  FailureGroup,
  FailureState,
  RunCount,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toWorkflowSummary } from '../queries/runToWire';

/** What a reader sees of the runs of a group. */
export interface VisibleFailures {
  environments: string[];
  /** Null where it is known only from runs that do not tell it any more. */
  message: string | null;
  firstSeen: number;
  lastSeen: number;
  episodes: RunCount;
  seen: RunCount;
  failed: RunCount;
  days: FailureDay[];
}

/** A group as it is stored, with its workflow. */
export interface StoredGroup {
  id: string;
  workflowId: string;
  tenantId: string;
  workflow: WorkflowSummary;
  ownerRefs: string[];
  stepKey: string | null;
  errorCategory: ErrorCategory;
  errorCode: string | null;
  pattern: string;
  state: FailureState;
  snoozedUntil: number | null;
  /** What was said when it was snoozed or resolved. */
  said: { actor: string; at: number; reason: string | null } | null;
  runbook: FailureGroup['runbook'];
}

/** A group as a reader sees it. */
export interface GroupRecord extends StoredGroup {
  visible: VisibleFailures;
}

/** Columns of a group and, with `workflow_` before them, of its workflow. */
export const GROUP_COLUMNS = [
  'failure_groups.*',
  'workflows.id as workflow_id',
  'workflows.tenant_id as workflow_tenant_id',
  'workflows.engine as workflow_engine',
  'workflows.name as workflow_name',
  'workflows.title as workflow_title',
  'workflows.entity_ref as workflow_entity_ref',
  'workflows.runbook_url as workflow_runbook_url',
];

export function toGroup(
  row: DatabaseRow,
  ownerRefs: string[],
  now: number,
): StoredGroup {
  const snoozedUntil =
    row.snoozed_until === null ? null : Number(row.snoozed_until);
  // Time alone takes it up again: nobody writes that down.
  const isAwake =
    row.state === 'snoozed' && snoozedUntil !== null && snoozedUntil <= now;
  const { state_by: actor, state_at: at, state_reason: reason } = row;
  return {
    id: row.id,
    workflowId: row.workflow_id,
    tenantId: row.workflow_tenant_id,
    workflow: toWorkflowSummary(row, 'workflow_'),
    ownerRefs,
    stepKey: row.step_key,
    errorCategory: row.error_category,
    errorCode: row.error_code,
    pattern: row.pattern,
    state: isAwake ? 'open' : row.state,
    snoozedUntil,
    said: actor === null ? null : { actor, at: Number(at), reason },
    runbook: runbookOf(row),
  };
}

function runbookOf(row: DatabaseRow): FailureGroup['runbook'] {
  if (row.runbook_url) return { url: row.runbook_url, of: 'group' };
  return row.workflow_runbook_url
    ? { url: row.workflow_runbook_url, of: 'workflow' }
    : null;
}
