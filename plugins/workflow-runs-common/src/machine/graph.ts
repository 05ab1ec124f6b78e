import type { StepDefinition, WorkflowDefinition } from '../definition/schema';
import { stepsReferredTo } from './condition';

/**
 * A definition, indexed once so that a decision costs the same however many steps there are.
 *
 * @public
 */
export interface WorkflowGraph {
  readonly definition: WorkflowDefinition;
  /** The steps that wait for nothing, in the order of the definition. */
  readonly roots: readonly string[];
  /** The steps whose outputs some condition of the workflow reads. */
  readonly referredSteps: ReadonlySet<string>;
  /** @throws Error where the definition has no such step */
  step(key: string): StepDefinition;
  has(key: string): boolean;
  /** The steps that wait for this one, in the order of the definition. */
  dependentsOf(key: string): readonly string[];
  /** The steps whose outputs the step's own condition reads. */
  referencesOf(key: string): readonly string[];
  /** How many different steps this one waits for. */
  dependencyCount(key: string): number;
  /** Whether `earlier` always settles before `later` starts. It searches: not for every decision. */
  isUpstream(earlier: string, later: string): boolean;
}

/** Indexes a definition. It tolerates cycles, so that validation can use it to find them. @public */
export function buildGraph(definition: WorkflowDefinition): WorkflowGraph {
  const steps = new Map(definition.steps.map(step => [step.key, step]));
  const dependents = new Map<string, string[]>();
  for (const step of definition.steps) {
    for (const dependency of new Set(step.dependsOn)) {
      const list = dependents.get(dependency);
      if (list) list.push(step.key);
      else dependents.set(dependency, [step.key]);
    }
  }

  const references = new Map<string, string[]>();
  for (const { key, when } of definition.steps) {
    if (when) references.set(key, stepsReferredTo(when));
  }

  const stepOf = (key: string): StepDefinition => {
    const step = steps.get(key);
    if (!step) {
      throw new Error(`Workflow '${definition.name}' has no step '${key}'`);
    }
    return step;
  };

  return {
    definition,
    roots: definition.steps
      .filter(step => step.dependsOn.length === 0)
      .map(step => step.key),
    referredSteps: new Set([...references.values()].flat()),
    step: stepOf,
    has: key => steps.has(key),
    dependentsOf: key => dependents.get(key) ?? [],
    referencesOf: key => references.get(key) ?? [],
    dependencyCount: key => new Set(stepOf(key).dependsOn).size,
    isUpstream: (earlier, later) => {
      const seen = new Set<string>();
      const open = [...stepOf(later).dependsOn];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (at === earlier) return true;
        if (seen.has(at)) continue;
        seen.add(at);
        open.push(...(steps.get(at)?.dependsOn ?? []));
      }
      return false;
    },
  };
}
