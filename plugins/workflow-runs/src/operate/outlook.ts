import {
  isSettled,
  Run,
  Step,
  StepDefinition,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';

type Definition = NonNullable<WorkflowDetail['definition']>;

/** What the definition says of a run; undefined where it is of another version than the run's. */
export function definitionOf(
  run: Pick<Run, 'workflowVersion'>,
  workflow: WorkflowDetail | undefined,
): Definition | undefined {
  const definition = workflow?.definition ?? undefined;
  return definition?.version === run.workflowVersion ? definition : undefined;
}

/** The steps of the definition: no items of a fan-out, and no rollbacks. */
export function stepsOfDefinition(steps: readonly Step[]): Step[] {
  return steps.filter(
    ({ itemIndex, type }) => itemIndex < 0 && type !== 'compensation',
  );
}

/** An attempt of it executes: it waits neither for a time, nor an event, nor other runs. */
export function isExecuting({ status, waitingFor }: Step): boolean {
  return status === 'running' && waitingFor === null;
}

/** What a cancel does to the steps of a run. */
export interface CancelOutlook {
  /** Get the signal to stop. */
  stopped: Step[];
  /** Neither start, nor are waited for any longer. */
  calledOff: Step[];
  /** Are undone, the latest first; undefined where the definition is not known. */
  undone: Step[] | undefined;
}

export function cancelOutlook(
  steps: readonly Step[],
  definition: Definition | undefined,
): CancelOutlook {
  const own = stepsOfDefinition(steps);
  const stopped = own.filter(isExecuting);
  const calledOff = own.filter(
    step => !isSettledStep(step) && !stopped.includes(step),
  );
  return { stopped, calledOff, undone: stepsToUndo(steps, definition) };
}

/** The steps that a rollback undoes, the latest first: what builds on a step goes before it. */
export function stepsToUndo(
  steps: readonly Step[],
  definition: Definition | undefined,
): Step[] | undefined {
  if (!definition) return undefined;
  const undoable = new Set(
    definition.steps.filter(each => each.compensate).map(each => each.key),
  );
  return (
    stepsOfDefinition(steps)
      // What was taken over from another run was never started by this one.
      .filter(
        ({ status, startedAt, stepKey }) =>
          status === 'completed' && startedAt !== null && undoable.has(stepKey),
      )
      .sort((a, b) => (b.completedAt ?? '').localeCompare(a.completedAt ?? ''))
  );
}

/** What a pause waits for, and what it keeps from starting. */
export function pauseOutlook(steps: readonly Step[]) {
  const own = stepsOfDefinition(steps);
  return {
    finish: own.filter(isExecuting),
    held: own.filter(({ status }) => ['pending', 'retrying'].includes(status)),
  };
}

/** Which steps a retry of an ended run repeats, and which keep their results. */
export function retryOutlook(steps: readonly Step[], from?: string) {
  const own = stepsOfDefinition(steps);
  const again = new Set(
    own
      .filter(step => step.stepKey === from || !hasSucceeded(step))
      .map(step => step.stepKey),
  );
  // A step may stand before one that it depends on: go on until nothing is added.
  for (let before = -1; before !== again.size; ) {
    before = again.size;
    for (const { stepKey, dependsOn } of own) {
      if (dependsOn.some(key => again.has(key))) again.add(stepKey);
    }
  }
  return {
    repeated: own.filter(step => again.has(step.stepKey)),
    kept: own.filter(step => !again.has(step.stepKey)),
  };
}

/** What was skipped by its own condition, or by an operator, has not failed. */
function hasSucceeded({ status, skipReason }: Step): boolean {
  return (
    status === 'completed' ||
    (status === 'skipped' &&
      skipReason !== 'upstream_failed' &&
      skipReason !== 'run_canceled')
  );
}

/** The steps that are skipped because one is; undefined where the definition is not known. */
export function skipOutlook(
  steps: readonly Step[],
  definition: Definition | undefined,
  skippedKey: string,
): Step[] | undefined {
  if (!definition) return undefined;
  const byKey = new Map(
    stepsOfDefinition(steps).map(step => [step.stepKey, step]),
  );
  const out = new Set(
    [...byKey.values()]
      .filter(({ status }) => status === 'skipped')
      .map(({ stepKey }) => stepKey),
  ).add(skippedKey);
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const { key, dependsOn, join = 'all' } of definition.steps) {
      const gone = dependsOn.filter(each => out.has(each)).length;
      const isSkipped = join === 'any' ? gone === dependsOn.length : gone > 0;
      const isPending = byKey.get(key)?.status === 'pending';
      if (isPending && dependsOn.length > 0 && isSkipped) out.add(key);
    }
  }
  return [...byKey.values()].filter(
    step =>
      step.stepKey !== skippedKey &&
      step.status === 'pending' &&
      out.has(step.stepKey),
  );
}

/** What follows where a step fails for good, and nobody holds the run for it. */
export type FailureOutlook =
  | { kind: 'stop'; calledOff: Step[] }
  | { kind: 'undo'; calledOff: Step[]; undone: Step[] }
  | { kind: 'hold' }
  | { kind: 'unknown' };

/** @param by - an operator who fails a step has decided: the run is not held for another decision */
export function failureOutlook(
  steps: readonly Step[],
  definition: Definition | undefined,
  stepKey: string,
  by: 'operator' | 'step',
): FailureOutlook {
  const step = definition?.steps.find(({ key }) => key === stepKey);
  if (!definition || !step) return { kind: 'unknown' };
  const policy = step.onFailure ?? definition.onFailure ?? 'stop';
  if (policy === 'hold' && by === 'step') return { kind: 'hold' };
  const calledOff = stepsOfDefinition(steps).filter(
    each => each.stepKey !== stepKey && !isSettledStep(each),
  );
  return policy === 'compensate'
    ? { kind: 'undo', calledOff, undone: stepsToUndo(steps, definition) ?? [] }
    : { kind: 'stop', calledOff };
}

/** What follows where what waits for a human is rejected. */
export function rejectOutlook(
  steps: readonly Step[],
  definition: Definition | undefined,
  stepKey: string,
): FailureOutlook | { kind: 'branch'; steps: Step[] } {
  const step = definition?.steps.find(({ key }) => key === stepKey);
  const branch = branchOf(step);
  return branch
    ? {
        kind: 'branch',
        steps: steps.filter(each => branch.includes(each.stepKey)),
      }
    : failureOutlook(steps, definition, stepKey, 'step');
}

function branchOf(step: StepDefinition | undefined): string[] | undefined {
  return step?.type === 'approval' ? step.onReject?.branch : undefined;
}

function isSettledStep({ status, held }: Step): boolean {
  return isSettled(status) && !held;
}
