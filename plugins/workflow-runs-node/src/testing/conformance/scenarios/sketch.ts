import {
  ApprovalStep,
  ChildStep,
  ErrorCategory,
  Json,
  Mapping,
  MapStep,
  StepDefinition,
  WaitStep,
  WorkflowDefinition,
  WorkStep,
} from 'backstage-plugin-workflow-runs-common';
import { noRetries } from '../../../workflows';
import { Outcome, Scenario } from '../scenario';

/** Nothing that takes so long happens within a scenario, in milliseconds. */
export const NEVER_MS = 60_000;

const tries = (key: string) => ({
  handler: { name: key, version: 1 },
  retry: noRetries(),
  timeoutMs: NEVER_MS,
});

export const step = (
  key: string,
  dependsOn: string[] = [],
  options: Partial<WorkStep> = {},
): StepDefinition => ({
  key,
  type: 'tool',
  dependsOn,
  ...tries(key),
  ...options,
});

/** A fan-out of code, or of runs where `each` says so. */
export const map = (
  key: string,
  dependsOn: string[],
  {
    each,
    ...options
  }: Pick<MapStep, 'items'> &
    Partial<Omit<MapStep, 'each'>> & { each?: Partial<MapStep['each']> },
): StepDefinition => ({
  key,
  type: 'map',
  dependsOn,
  concurrency: 10,
  ...options,
  each: (each && 'workflow' in each
    ? { input: {}, retry: noRetries(), ...each }
    : { ...tries(key), ...each }) as MapStep['each'],
});

export const child = (
  key: string,
  dependsOn: string[],
  options: Pick<ChildStep, 'workflow'> & Partial<ChildStep>,
): StepDefinition => ({
  key,
  type: 'child',
  dependsOn,
  input: {},
  retry: noRetries(),
  ...options,
});

export const wait = (
  key: string,
  dependsOn: string[],
  options: Pick<WaitStep, 'for'> & Partial<WaitStep>,
): StepDefinition => ({ key, type: 'wait', dependsOn, ...options });

export const approval = (
  key: string,
  dependsOn: string[] = [],
  options: Partial<ApprovalStep> = {},
): StepDefinition => ({
  key,
  type: 'approval',
  dependsOn,
  approvers: [],
  ...options,
});

/** What undoes a step. */
export const undoing = (
  key: string,
  options: Partial<NonNullable<StepDefinition['compensate']>> = {},
) => ({ compensate: { ...tries(`${key}_compensate`), ...options } });

/** What judges a step, each by its name. */
export const judgedBy = <O extends 'fail' | 'warn' | 'ask'>(
  key: string,
  validators: Record<string, O>,
) => ({
  validators: Object.entries(validators).map(([name, otherwise]) => ({
    name,
    handler: { name: `${key}_${name}`, version: 1 },
    otherwise,
  })),
});

/** Operations that a step offers. */
export const offering = (
  key: string,
  operations: Record<string, 'continue' | 'complete'>,
) => ({
  actions: Object.entries(operations).map(([name, then]) => ({
    name,
    inputSchema: { type: 'object' },
    handler: { name: `${key}_${name}`, version: 1 },
    then,
  })),
});

export const workflow = (
  name: string,
  steps: StepDefinition[],
  options: Partial<WorkflowDefinition> = {},
): WorkflowDefinition => ({
  schemaVersion: 1,
  name,
  version: '1',
  inputSchema: { type: 'object' },
  steps,
  ...options,
});

export const completes = (output: Json = null): Outcome => ({
  does: 'complete',
  output,
});
export const echoes: Outcome = { does: 'echo' };
export const fails = (category: ErrorCategory = 'transient'): Outcome => ({
  does: 'fail',
  category,
});
export const dies: Outcome = { does: 'die' };
export const waits = (
  then: 'complete' | 'fail' | 'let go' = 'let go',
): Outcome => ({ does: 'wait', then });

export const once = 'started, completed';
export const RETRIED = 'retrying (failed, expected)';
export const LOST = 'retrying (lost, unexpected)';

type Sketch = Pick<Scenario, 'name' | 'expected'> &
  Partial<Omit<Scenario, 'definition'>> &
  Pick<WorkflowDefinition, 'steps'> &
  Partial<
    Pick<WorkflowDefinition, 'onFailure' | 'concurrency' | 'sla'> & {
      output: Mapping;
    }
  >;

/** A scenario from its steps; what it does not mention is as simple as can be. */
export const scenario = ({
  name,
  steps,
  onFailure,
  concurrency,
  sla,
  output,
  ...sketch
}: Sketch): Scenario => ({
  name,
  children: [],
  input: {},
  outcomes: {},
  actions: [],
  definition: workflow(nameOfWorkflow(name), steps, {
    ...(onFailure ? { onFailure } : {}),
    ...(concurrency ? { concurrency } : {}),
    ...(sla ? { sla } : {}),
    ...(output ? { output } : {}),
  }),
  ...sketch,
});

/** The sentence, as far as a name may hold it; that it is the only one of its name is tested. */
function nameOfWorkflow(sentence: string): string {
  const words = sentence.toLowerCase().match(/[a-z0-9]+/g)!;
  return `s_${words.join('_')}`.slice(0, 63);
}
