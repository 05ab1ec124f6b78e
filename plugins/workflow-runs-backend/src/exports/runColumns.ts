import { joinList } from 'backstage-plugin-workflow-runs-common';
import { RunRecord } from '../queries/runToWire';
import { CsvCell } from './csv';

type Column = (run: RunRecord) => CsvCell;

/**
 * The columns of a table of runs, in order. Names are those of the API where it has one: whoever goes by
 * them in a spreadsheet must find them there, so new ones go to the end.
 */
const COLUMNS: Record<string, Column> = {
  runId: run => run.id,
  workflow: run => run.workflow.ref,
  workflowTitle: run => run.workflow.title,
  workflowVersion: run => run.workflowVersion,
  engine: run => run.workflow.engine,
  entityRef: run => run.workflow.entityRef,
  environment: run => run.environment,
  tenantId: run => run.tenantId,
  status: run => run.status,
  nativeStatus: run => run.nativeStatus,
  completedSteps: run => run.progress.completedSteps,
  totalSteps: run => run.progress.totalSteps,
  percentage: run => run.progress.percentage,
  queuedAt: run => run.queuedAt,
  startedAt: run => run.startedAt,
  completedAt: run => run.completedAt,
  durationMs: run => run.durationMs,
  slaStatus: run => run.sla?.status ?? null,
  slaTargetMs: run => run.sla?.targetMs ?? null,
  slaDueAt: run => run.sla?.dueAt ?? null,
  priority: run => run.priority,
  hitl: run => run.hitl,
  // As filters take them: a tag may have a comma.
  tags: run => joinList(run.tags),
  owner: run => run.owner,
  startedBy: run => run.startedBy,
  triggerType: run => run.triggerType,
  triggeredBy: run => run.triggeredBy,
  businessEventId: run => run.businessEventId,
  backfill: run => run.backfill,
  partial: run => run.partial,
  needsIntervention: run => run.needsIntervention,
  generation: run => run.generation,
  errorStep: run => run.error?.stepKey ?? null,
  errorCategory: run => run.error?.category ?? null,
  errorCode: run => run.error?.code ?? null,
  errorMessage: run => run.error?.message ?? null,
  tokens: run => run.diagnostics.resourceUsage.tokens,
  computeMs: run => run.diagnostics.resourceUsage.computeMs,
  traceId: run => run.diagnostics.traceId,
  parentRunId: run => run.parentRunId,
  originRunId: run => run.originRunId,
  updatedAt: run => run.updatedAt,
};

/** The names of the columns. */
export const runColumnNames: readonly string[] = Object.keys(COLUMNS);

/** The cells of a run, one for each column. */
export function runCells(run: RunRecord): CsvCell[] {
  return Object.values(COLUMNS).map(cellOf => cellOf(run));
}
