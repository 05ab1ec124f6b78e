import type { Condition } from '../../definition/values';
import type { RetryPolicy, StepDefinition } from '../../definition/steps';
import type { WorkflowDefinition } from '../../definition/schema';

/** A step that differs from the plainest one only in what a test is about. */
export function step(
  key: string,
  dependsOn: string[] = [],
  options: { when?: Condition; retry?: RetryPolicy } = {},
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

export function workflow(steps: StepDefinition[]): WorkflowDefinition {
  return {
    schemaVersion: 1,
    name: 'example',
    version: '1',
    inputSchema: { type: 'object' },
    steps,
  };
}

/** `n` steps, each of which waits for the one before. */
export function chain(
  n: number,
  options: (index: number) => { when?: Condition } = () => ({}),
): StepDefinition[] {
  return Array.from({ length: n }, (_, i) =>
    step(`s${i}`, i > 0 ? [`s${i - 1}`] : [], options(i)),
  );
}
