import {
  Attempt,
  Run,
  Step,
  WorkflowDetail,
} from 'backstage-plugin-workflow-runs-common';
import { stepsToUndo } from '../operate/outlook';

const ROLLBACK = ':compensate';

/** The rollback of a step: how it went, or that it has not begun. */
export interface RollbackEntry {
  /** The step that is undone. */
  stepKey: string;
  stepNumber: number;
  name: string;
  /** Its rollback; undefined where it has not begun. */
  rollback: Step | undefined;
  attempts: Attempt[];
}

/** What a run undoes in this passage of it, in the order in which it began; what is to come last. */
export function rollbackLog(
  run: Pick<Run, 'generation'>,
  steps: readonly Step[],
  attempts: readonly Attempt[],
  definition: NonNullable<WorkflowDetail['definition']> | undefined,
): RollbackEntry[] {
  const byKey = new Map(
    steps.filter(step => step.itemIndex < 0).map(step => [step.stepKey, step]),
  );
  const begun = steps
    .filter(
      step =>
        step.type === 'compensation' && step.generation === run.generation,
    )
    .sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''))
    .map((rollback): RollbackEntry => {
      const stepKey = rollback.stepKey.slice(0, -ROLLBACK.length);
      return {
        stepKey,
        stepNumber: rollback.stepNumber,
        name: byKey.get(stepKey)?.name ?? rollback.name,
        rollback,
        attempts: attempts.filter(
          each =>
            each.stepKey === rollback.stepKey &&
            each.generation === run.generation,
        ),
      };
    });
  if (begun.length === 0) return [];
  const known = new Set(begun.map(entry => entry.stepKey));
  const toCome = (stepsToUndo(steps, definition) ?? []).filter(
    step => !known.has(step.stepKey),
  );
  return [
    ...begun,
    ...toCome.map(({ stepKey, stepNumber, name }) => ({
      stepKey,
      stepNumber,
      name,
      rollback: undefined,
      attempts: [],
    })),
  ];
}

/** Whether a rollback waits for an operator. */
export function isStuck({ rollback }: RollbackEntry): boolean {
  return rollback?.held === true;
}

/** Whether the step has been undone. */
export function isUndone({ rollback }: RollbackEntry): boolean {
  return rollback?.status === 'completed';
}

/** What stays as it is where the rest of a rollback is given up. */
export function leftByResolving(log: readonly RollbackEntry[]) {
  return log.filter(
    ({ rollback }) =>
      rollback === undefined ||
      rollback.held ||
      !['completed', 'skipped', 'failed', 'canceled'].includes(rollback.status),
  );
}
