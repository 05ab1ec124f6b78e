import type {
  ApprovalStep,
  ChildStep,
  CompensationDefinition,
  MapStep,
  StepDefinition,
  ValidatorDefinition,
  WaitStep,
  WorkStep,
} from '../../definition/steps';
import type { WorkflowDefinition } from '../../definition/schema';

const handler = { name: 'any', version: 1 };

/** A step that differs from the plainest one only in what a test is about. */
export function step(
  key: string,
  dependsOn: string[] = [],
  options: Partial<WorkStep> = {},
): StepDefinition {
  return {
    key,
    type: 'tool',
    handler: { name: key, version: 1 },
    dependsOn,
    retry: { kind: 'none' },
    timeoutMs: 60_000,
    ...options,
  };
}

/** A fan-out over `/input/list`, all of it at a time. */
export function map(
  key: string,
  dependsOn: string[] = [],
  options: Partial<MapStep> = {},
): StepDefinition {
  return {
    key,
    type: 'map',
    dependsOn,
    items: { $ref: '/input/list' },
    each: { handler, retry: { kind: 'none' }, timeoutMs: 60_000 },
    concurrency: 1_000,
    ...options,
  };
}

export function child(
  key: string,
  dependsOn: string[] = [],
  options: Partial<ChildStep> = {},
): StepDefinition {
  return {
    key,
    type: 'child',
    dependsOn,
    workflow: 'other',
    input: {},
    retry: { kind: 'none' },
    ...options,
  };
}

export function wait(
  key: string,
  dependsOn: string[],
  wanted: WaitStep['for'],
  options: Partial<WaitStep> = {},
): StepDefinition {
  return { key, type: 'wait', dependsOn, for: wanted, ...options };
}

export function approval(
  key: string,
  dependsOn: string[] = [],
  options: Partial<ApprovalStep> = {},
): StepDefinition {
  return { key, type: 'approval', dependsOn, approvers: [], ...options };
}

/** What undoes a step. */
export function undo(
  options: Partial<CompensationDefinition> = {},
): CompensationDefinition {
  return { handler, retry: { kind: 'none' }, timeoutMs: 60_000, ...options };
}

/** Judges outputs, and has this follow where one does not pass. */
export function validator<T extends ValidatorDefinition['otherwise']>(
  otherwise: T,
) {
  return { name: `or_${otherwise}`, handler, otherwise };
}

export function workflow(
  steps: StepDefinition[],
  options: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
  return {
    schemaVersion: 1,
    name: 'example',
    version: '1',
    inputSchema: { type: 'object' },
    steps,
    ...options,
  };
}

/** `n` steps, each of which waits for the one before. */
export function chain(
  n: number,
  options: (index: number) => Partial<WorkStep> = () => ({}),
): StepDefinition[] {
  return Array.from({ length: n }, (_, i) =>
    step(`s${i}`, i > 0 ? [`s${i - 1}`] : [], options(i)),
  );
}
