import {
  Figures,
  Run,
  Statistics,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { changeOf } from './change';
import { FigureId, FIGURES, LEAST } from './figures';

/** Why a workflow needs somebody to look at it. */
export type Reason = 'failedLast' | 'failureRate' | 'sla';

/** A workflow that needs somebody to look at it. */
export interface RedWorkflow {
  workflow: WorkflowSummary;
  /** One at least. */
  reasons: Reason[];
  now: Figures;
  /** Undefined where none of its runs ended in the time before. */
  before: Figures | undefined;
  /** The run that ended last, where it failed. */
  lastFailure: Run | undefined;
}

type ByWorkflow = Statistics['workflows'];

/**
 * The workflows whose last run failed, or of which more runs fail or miss their target than in the time before; of
 * few runs nobody can tell the latter. Most urgent first: those with most reasons, then those whose last run failed,
 * then those that fail most.
 *
 * @param ended - runs that have ended, in whichever order
 */
export function redWorkflows(
  now: ByWorkflow,
  before: ByWorkflow,
  ended: readonly Run[],
): RedWorkflow[] {
  const last = lastEnded(ended);
  const earlier = new Map(before.map(each => [each.workflow.id, each.figures]));
  return now
    .map(({ workflow, figures }): RedWorkflow => {
      const was = earlier.get(workflow.id);
      const lastRun = last.get(workflow.id);
      const lastFailure = lastRun?.status === 'failed' ? lastRun : undefined;
      const worse = (id: FigureId) => isWorse(id, figures, was);
      const reasons: Reason[] = [
        ...(lastFailure ? (['failedLast'] as const) : []),
        ...(worse('failureRate') ? (['failureRate'] as const) : []),
        ...(worse('sla') ? (['sla'] as const) : []),
      ];
      return { workflow, reasons, now: figures, before: was, lastFailure };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (a, b) =>
        b.reasons.length - a.reasons.length ||
        Number(Boolean(b.lastFailure)) - Number(Boolean(a.lastFailure)) ||
        (b.now.failureRate ?? 0) - (a.now.failureRate ?? 0) ||
        b.now.failed - a.now.failed,
    );
}

function isWorse(id: FigureId, now: Figures, before: Figures | undefined) {
  if (!before) return false;
  const { read, wanted, unit } = FIGURES[id];
  return (
    changeOf(read(now), read(before), wanted, LEAST[unit]).trend === 'worse'
  );
}

/** The run of each workflow that completed or failed last: what was canceled tells nothing. */
function lastEnded(runs: readonly Run[]): Map<string, Run> {
  const last = new Map<string, Run>();
  for (const run of runs) {
    if (run.status !== 'completed' && run.status !== 'failed') continue;
    const known = last.get(run.workflow.id);
    if (!known || endOf(run) > endOf(known)) last.set(run.workflow.id, run);
  }
  return last;
}

function endOf(run: Run): number {
  return Date.parse(run.completedAt ?? run.queuedAt);
}
