import { workflow } from '../../machine/__fixtures__/workflows';
import type { DefinitionProblem } from '../problem';
import type { WorkflowDefinition } from '../schema';
import type {
  ApprovalStep,
  ChildStep,
  MapStep,
  StepDefinition,
  WaitStep,
  WorkStep,
} from '../steps';
import { findDefinitionProblems } from '../validate';

const NONE = { kind: 'none' } as const;

/** How code called so is tried. */
export const tries = (name: string) => ({
  handler: { name, version: 1 },
  retry: NONE,
  timeoutMs: 60_000,
});

type Options<S> = Partial<Omit<S, 'key' | 'type'>>;

export function work(key: string, options: Options<WorkStep> = {}): WorkStep {
  return { key, type: 'tool', dependsOn: [], ...tries(key), ...options };
}

export function map(key: string, options: Options<MapStep> = {}): MapStep {
  return {
    key,
    type: 'map',
    dependsOn: [],
    items: [1, 2, 3],
    each: tries(key),
    concurrency: 10,
    ...options,
  };
}

/** What a fan-out does where it starts runs. */
export const eachRun = (input: ChildStep['input'] = {}) => ({
  workflow: 'other',
  input,
  retry: NONE,
});

export function child(
  key: string,
  options: Options<ChildStep> = {},
): ChildStep {
  return { key, type: 'child', dependsOn: [], ...eachRun(), ...options };
}

export function wait(key: string, options: Options<WaitStep> = {}): WaitStep {
  return {
    key,
    type: 'wait',
    dependsOn: [],
    for: { durationMs: 1_000 },
    ...options,
  };
}

export function approval(
  key: string,
  options: Options<ApprovalStep> = {},
): ApprovalStep {
  return { key, type: 'approval', dependsOn: [], approvers: [], ...options };
}

/** What is wrong with a workflow, as `/steps/0/key: rule: message`. */
export function problemsOf(
  steps: readonly unknown[],
  rest: Partial<WorkflowDefinition> = {},
): string[] {
  return findDefinitionProblems({
    ...workflow(steps as StepDefinition[]),
    ...rest,
  }).map(told);
}

function told({ pointer, rule, message }: DefinitionProblem): string {
  return `${pointer}: ${rule}: ${message}`;
}
