import { Figures, Statistics } from 'backstage-plugin-workflow-runs-common';
import { enough } from './samples';

/** How many workflows a ranking has, at most. */
export const MOST_WORKFLOWS = 10;

/** A workflow with what its runs come to. */
export type WorkflowFigures = Statistics['workflows'][number];

/** How long a workflow takes: what 95 % of its runs do not exceed or, of too few, the longest. */
export function workflowSlowness({ duration }: Figures): number {
  return enough(duration)?.p95Ms ?? duration?.maxMs ?? 0;
}

/** The workflows that take longest. */
export function slowestWorkflows(
  workflows: readonly WorkflowFigures[],
): WorkflowFigures[] {
  return ranked(workflows, workflowSlowness);
}

/** The workflows that fail most often. */
export function failingWorkflows(
  workflows: readonly WorkflowFigures[],
): WorkflowFigures[] {
  return ranked(workflows, ({ failureRate }) => failureRate ?? 0);
}

function ranked(
  workflows: readonly WorkflowFigures[],
  by: (figures: Figures) => number,
): WorkflowFigures[] {
  return workflows
    .filter(({ figures }) => by(figures) > 0)
    .sort((a, b) => by(b.figures) - by(a.figures))
    .slice(0, MOST_WORKFLOWS);
}
