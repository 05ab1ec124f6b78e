import type { Draft } from './Draft';
import type { OperatorEvent } from './event';
import { reach } from './flow';
import type { WorkflowGraph } from './graph';
import { isWhole, repeatItems } from './map';
import { enter, reopenSla } from './sla';
import { PENDING, StepState } from './state';

type Retry = Extract<OperatorEvent, { type: 'retry' }>;

/**
 * Opens an ended run for its next passage: steps that did not succeed, and what builds on them, run
 * again; the others keep what they put out.
 *
 * @returns why it cannot be done, where it cannot
 */
export function reopen(
  draft: Draft,
  { step, actor, reason }: Retry,
): string | undefined {
  if (step !== undefined && !draft.graph.has(step)) {
    return `There is no step '${step}'`;
  }
  const recomputed = stepsToRepeat(draft.graph, key => draft.unit(key), step);
  if (recomputed.size === 0) {
    return 'Every step has succeeded: say from which one to repeat';
  }
  draft.set({
    generation: draft.run('generation') + 1,
    startedAt: draft.at,
    failure: null,
  });
  const sla = reopenSla(draft);
  const units = [...recomputed].flatMap(key => [
    key,
    ...repeat(draft, key, recomputed, step),
  ]);
  draft.fact({
    type: 'run.reopened',
    ...enter(draft, 'running'),
    step: step ?? null,
    actor,
    reason,
    recomputed: units,
    kept: doneOf(draft),
    ...(sla ? { sla } : {}),
  });
  reach(
    draft,
    [...recomputed].filter(key => draft.unit(key).unmet === 0),
  );
  return undefined;
}

/**
 * The steps that a retry repeats: those that did not succeed, the named one, and all that build on
 * them. What was skipped by its own condition, or by an operator, has not failed.
 *
 * @returns in the order of the definition
 * @public
 */
export function stepsToRepeat(
  graph: WorkflowGraph,
  stepOf: (key: string) => Pick<StepState, 'status' | 'skipReason'>,
  from?: string,
): Set<string> {
  const failed = graph.definition.steps
    .map(({ key }) => key)
    .filter(key => key === from || !hasSucceeded(stepOf(key)));
  const found = new Set(failed);
  // A set can grow while it is walked.
  for (const key of found) {
    for (const dependent of graph.dependentsOf(key)) found.add(dependent);
  }
  return new Set(
    graph.definition.steps.map(({ key }) => key).filter(key => found.has(key)),
  );
}

function hasSucceeded({
  status,
  skipReason,
}: Pick<StepState, 'status' | 'skipReason'>): boolean {
  if (status === 'completed') return true;
  return (
    status === 'skipped' &&
    skipReason !== 'upstream_failed' &&
    skipReason !== 'run_canceled'
  );
}

/** Makes a step pending again. @returns the items of it that run again too */
function repeat(
  draft: Draft,
  key: string,
  recomputed: ReadonlySet<string>,
  from: string | undefined,
): string[] {
  const unmet = draft.graph
    .dependenciesOf(key)
    .filter(dependency => recomputed.has(dependency)).length;
  const { fanOut } = draft.unit(key);
  // Items that succeeded are kept, unless the list may be another one or somebody wants them anew.
  const keepsItems = unmet === 0 && key !== from;
  const items = fanOut
    ? repeatItems(draft, key, unit => keepsItems && isWhole(unit))
    : [];
  const kept = keepsItems ? draft.unit(key).fanOut : null;
  draft.move(key, { ...PENDING, unmet, fanOut: kept });
  return items;
}

/** Steps that count as done: they completed, or their own condition skipped them. */
function doneOf(draft: Draft): number {
  return draft.graph.definition.steps.filter(({ key }) => {
    const { status, skipReason } = draft.unit(key);
    return (
      status === 'completed' ||
      skipReason === 'condition' ||
      skipReason === 'branch_not_taken'
    );
  }).length;
}
