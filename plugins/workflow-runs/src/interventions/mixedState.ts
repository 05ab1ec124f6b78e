import {
  Run,
  Step,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-react';
import { stepsOfDefinition, stepsToUndo } from '../operate/outlook';

/** What has become of the parts of a run that ended neither well nor ill as a whole. */
export interface MixedState {
  succeeded: Step[];
  /** An operator has skipped them. */
  skippedByHand: Step[];
  /** Were skipped because of those. */
  skippedWithThem: Step[];
  /** Fan-outs that went on although some of their items failed. */
  tolerated: Step[];
  rolledBack: Step[];
  /** Completed, and their rollback was given up: what they did is still there. */
  leftAsTheyAre: Step[];
}

/** The parts of a run that is partial, or of which a rollback was given up; undefined for any other. */
export function mixedStateOf(
  run: Run,
  steps: readonly Step[],
  definition?: NonNullable<WorkflowDetail['definition']>,
): MixedState | undefined {
  if (!hasEnded(run.status)) return undefined;
  const own = stepsOfDefinition(steps);
  const abandoned = new Set(
    steps
      .filter(
        ({ type, status, generation }) =>
          type === 'compensation' &&
          status === 'skipped' &&
          generation === run.generation,
      )
      .map(({ stepKey }) => stepKey),
  );
  // Where a rollback was given up, those of which it had not begun are left as well.
  const notBegun =
    abandoned.size > 0 ? stepsToUndo(steps, definition) ?? [] : [];
  const isLeft = (step: Step) =>
    step.status === 'completed' &&
    (abandoned.has(`${step.stepKey}:compensate`) || notBegun.includes(step));
  const leftAsTheyAre = own.filter(isLeft);
  if (!run.partial && leftAsTheyAre.length === 0) return undefined;
  const skippedFor = (reason: Step['skipReason']) =>
    own.filter(
      ({ status, skipReason }) => status === 'skipped' && skipReason === reason,
    );
  const tolerated = own.filter(
    ({ status, failedItems }) => status === 'completed' && failedItems > 0,
  );
  return {
    succeeded: own.filter(
      step =>
        step.status === 'completed' &&
        !isLeft(step) &&
        !tolerated.includes(step),
    ),
    skippedByHand: skippedFor('forced'),
    skippedWithThem: skippedFor('upstream_skipped'),
    tolerated,
    rolledBack: own.filter(({ status }) => status === 'compensated'),
    leftAsTheyAre,
  };
}

/** The step from which a retry makes up for what is missing. */
export function stepToMakeUp(state: MixedState): Step | undefined {
  return [...state.skippedByHand, ...state.tolerated].sort(
    (a, b) => a.stepNumber - b.stepNumber,
  )[0];
}
