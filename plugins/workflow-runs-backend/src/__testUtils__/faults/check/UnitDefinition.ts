import {
  RetryPolicy,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  isItem,
  isRollback,
  placeOf,
  undoneBy,
} from 'backstage-plugin-workflow-runs-common/machine';

/** What the definition says of a step, of an item of one, or of a rollback. */
export interface UnitDefinition {
  isItem: boolean;
  isRollback: boolean;
  /** Whether it is tried, by code or as another run: it does not only wait. */
  isWork: boolean;
  dependsOn: readonly string[];
  join: 'all' | 'any';
  /** Whether it has a condition. */
  when: boolean;
  retry: RetryPolicy;
  hasRollback: boolean;
  isHeldWhenFailed: boolean;
  /** Of a rollback: steps that have to be undone before. */
  undoneBefore: readonly string[];
}

const NO_RETRIES: RetryPolicy = { kind: 'none' };

export function unitDefinition(
  definition: WorkflowDefinition,
  unit: string,
): UnitDefinition | undefined {
  const ofRollback = isRollback(unit);
  const { step: place } = placeOf(unit);
  const key = ofRollback ? undoneBy(unit) : place;
  const step = definition.steps.find(other => other.key === key);
  if (!step) return undefined;
  const tries =
    (ofRollback && step.compensate) ||
    (step.type === 'map' && isItem(unit) && step.each) ||
    step;
  return {
    isItem: isItem(unit),
    isRollback: ofRollback,
    isWork: 'retry' in tries && !isItem(unit),
    dependsOn: step.dependsOn,
    join: step.join ?? 'all',
    when: step.when !== undefined,
    retry: 'retry' in tries ? tries.retry : NO_RETRIES,
    hasRollback: step.compensate !== undefined,
    isHeldWhenFailed: (step.onFailure ?? definition.onFailure) === 'hold',
    undoneBefore: ofRollback
      ? [...after(definition, key)].filter(
          other =>
            definition.steps.find(({ key: its }) => its === other)!.compensate,
        )
      : [],
  };
}

/** All steps that build on a step. */
function after({ steps }: WorkflowDefinition, key: string): Set<string> {
  const found = new Set([key]);
  // A set can grow while it is walked.
  for (const one of found) {
    for (const other of steps) {
      if (other.dependsOn.includes(one)) found.add(other.key);
    }
  }
  found.delete(key);
  return found;
}
