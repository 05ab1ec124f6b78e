import type { WorkflowDefinition } from '../definition/schema';
import type {
  CompensationDefinition,
  HandlerRef,
  RetryPolicy,
  StepDefinition,
} from '../definition/steps';
import { stepsReferredTo } from './condition';
import { isItem, isRollback, placeOf, rollbackOf, undoneBy } from './unit';

/** The rollback of a step, as a step of its own. @public */
export type RollbackStep = CompensationDefinition & {
  type: 'compensation';
  key: string;
  title: string;
  dependsOn: string[];
};

/** What a run can be at: a step of the definition, or the rollback of one. @public */
export type GraphStep = StepDefinition | RollbackStep;

/** How a unit is tried. A child run has no time-out of its own, and no handler. @public */
export interface Tries {
  retry: RetryPolicy;
  handler?: HandlerRef;
  timeoutMs?: number;
  totalTimeoutMs?: number;
}

/**
 * A definition, indexed once so that a decision costs the same however many steps there are.
 *
 * @public
 */
export interface WorkflowGraph {
  readonly definition: WorkflowDefinition;
  /** The steps that wait for nothing, in the order of the definition. */
  readonly roots: readonly string[];
  /** The steps that no other waits for, in the order of the definition. */
  readonly leaves: readonly string[];
  /** The steps whose outputs the machine itself reads. */
  readonly referredSteps: ReadonlySet<string>;
  /** @throws Error where the definition has no such step */
  step(key: string): StepDefinition;
  /** A step, or the rollback of one. @throws Error where there is no such thing */
  node(key: string): GraphStep;
  has(key: string): boolean;
  /** How a unit is tried: a step, an item of one, or a rollback. */
  triesOf(unit: string): Tries;
  /** The steps that wait for this one, in the order of the definition. */
  dependentsOf(key: string): readonly string[];
  /** The different steps that this one waits for. */
  dependenciesOf(key: string): readonly string[];
  /** The steps whose outputs the step reads before it starts. */
  referencesOf(key: string): readonly string[];
  /** How many different steps this one waits for. */
  dependencyCount(key: string): number;
  /** Whether `earlier` always settles before `later` starts. It searches: not for every decision. */
  isUpstream(earlier: string, later: string): boolean;
}

const NO_RETRY: Tries = { retry: { kind: 'none' } };

/** Indexes a definition. It tolerates cycles, so that validation can use it to find them. @public */
export function buildGraph(definition: WorkflowDefinition): WorkflowGraph {
  const steps = new Map(definition.steps.map(step => [step.key, step]));
  const dependencies = new Map(
    definition.steps.map(step => [step.key, [...new Set(step.dependsOn)]]),
  );
  const dependents = new Map<string, string[]>();
  const references = new Map<string, string[]>();
  for (const step of definition.steps) {
    for (const dependency of dependencies.get(step.key)!) {
      const list = dependents.get(dependency);
      if (list) list.push(step.key);
      else dependents.set(dependency, [step.key]);
    }
    const referred = stepsReferredTo(valuesRead(step));
    if (referred.length > 0) references.set(step.key, referred);
  }

  const referredSteps = new Set([...references.values()].flat());
  for (const step of definition.steps) {
    // Which branch is taken is for the machine to see.
    if (step.type === 'approval' && step.onReject) referredSteps.add(step.key);
  }

  const stepOf = (key: string): StepDefinition => {
    const step = steps.get(key);
    if (!step) {
      throw new Error(`Workflow '${definition.name}' has no step '${key}'`);
    }
    return step;
  };
  const node = (key: string): GraphStep =>
    isRollback(key) ? rollbackStep(stepOf(undoneBy(key))) : stepOf(key);

  const triesOf = (unit: string): Tries => {
    const step = node(placeOf(unit).step);
    switch (step.type) {
      case 'map':
        return isItem(unit) ? step.each : NO_RETRY;
      case 'wait':
      case 'approval':
        return NO_RETRY;
      default:
        return step;
    }
  };

  return {
    definition,
    roots: definition.steps
      .filter(step => step.dependsOn.length === 0)
      .map(step => step.key),
    leaves: definition.steps
      .filter(step => !dependents.has(step.key))
      .map(step => step.key),
    referredSteps,
    step: stepOf,
    node,
    has: key => steps.has(key),
    triesOf,
    dependentsOf: key => dependents.get(key) ?? [],
    dependenciesOf: key => dependencies.get(key) ?? [],
    referencesOf: key => references.get(key) ?? [],
    dependencyCount: key => dependencies.get(key)!.length,
    isUpstream: (earlier, later) => {
      const seen = new Set<string>();
      const open = [...dependencies.get(later)!];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (at === earlier) return true;
        if (seen.has(at)) continue;
        seen.add(at);
        open.push(...(dependencies.get(at) ?? []));
      }
      return false;
    },
  };
}

/** What a step reads of the run before it starts. */
function valuesRead(step: StepDefinition): unknown[] {
  const own: unknown[] = step.when ? [step.when] : [];
  switch (step.type) {
    case 'map':
      return [
        ...own,
        step.items,
        'input' in step.each ? step.each.input : null,
      ];
    case 'child':
      return [...own, step.input];
    case 'wait':
      return [...own, step.for];
    case 'approval':
      return [...own, step.show ?? null];
    default:
      return own;
  }
}

function rollbackStep(step: StepDefinition): RollbackStep {
  if (!step.compensate) {
    throw new Error(`Step '${step.key}' has nothing that undoes it`);
  }
  return {
    ...step.compensate,
    type: 'compensation',
    key: rollbackOf(step.key),
    title: `Roll back ${step.title ?? step.key}`,
    dependsOn: [],
  };
}
