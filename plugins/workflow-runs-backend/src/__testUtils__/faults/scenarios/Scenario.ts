import { z } from 'zod';
import {
  decisionSchema,
  engineActionSchema,
  errorCategorySchema,
  RunFactType,
  RunStatus,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { Workflow } from 'backstage-plugin-workflow-runs-node';
import { Random } from '../random';

/** An attempt with a number up to this one; every attempt. */
const upToAttempt = z.number().int().min(0);
export const EVERY_ATTEMPT = 1_000_000;

/** What the handler of a step, of an item or of a rollback does; what is not said is not done. */
const stepScriptSchema = z.object({
  takesMs: z.number().int().min(0),
  /** Attempts up to this number fail. */
  failures: upToAttempt.optional(),
  category: errorCategorySchema.optional(),
  /** Attempts up to this number take longer than the step allows. */
  hangs: upToAttempt.optional(),
  /** In this passage of the run, and in those after it, nothing fails or hangs any more. */
  healsIn: z.number().int().min(1).optional(),
  /** A number in the output, for conditions. */
  value: z.number().optional(),
  /** Whether it makes a file. */
  makesFile: z.boolean().optional(),
});
export type StepScript = z.infer<typeof stepScriptSchema>;

/** What an operator asks of the run. */
const operatorScriptSchema = z.object({
  action: engineActionSchema,
  /** When, counted from the launch, or from the answer to what was asked before. */
  afterMs: z.number().int().min(0),
  /** Not before the run, or a step of it, has one of these statuses. */
  once: z
    .object({ step: z.string().optional(), status: z.array(z.string()) })
    .optional(),
  /** Asks again where it is refused, until the run has ended. */
  insists: z.boolean().optional(),
  step: z.string().optional(),
  to: z.enum(['skip', 'complete', 'fail']).optional(),
  decision: decisionSchema.optional(),
  /** Name of the event to send. */
  name: z.string().optional(),
});
export type OperatorScript = z.infer<typeof operatorScriptSchema>;

const childScriptSchema = z.object({
  /** By step; of a rollback by `<step>:compensate`. */
  steps: z.record(z.string(), stepScriptSchema),
});
export type ChildScript = z.infer<typeof childScriptSchema>;

/**
 * What happens to a run, as far as it is up to handlers and operators: decided by the seed before
 * anything happens, and the input of the run, so that it is the same in whichever process.
 */
export const scriptSchema = childScriptSchema.extend({
  /** Carried out one after the other. */
  operators: z.array(operatorScriptSchema),
  /** What fan-outs are over. */
  items: z.array(stepScriptSchema).optional(),
  /** What runs that it launches are launched with. */
  children: z.array(childScriptSchema).optional(),
  /** What is done about a rollback that has failed for good; it is tried again by default. */
  intervention: z.enum(['retry', 'skip', 'complete', 'resolve']).optional(),
});
export type Script = z.infer<typeof scriptSchema>;
export { childScriptSchema };

/** What must finally hold of a run, whatever has happened to backends. */
export interface Expectation {
  /** The statuses that it may end in; without faults, and with operators that come too late. */
  statuses: RunStatus[];
  /** What its steps may be where the run was not canceled; any status for those not named. */
  steps: Record<string, StepStatus | StepStatus[]>;
}

/** A kind of run: what it consists of, what may happen to it, and what must come of that. */
export interface Scenario {
  readonly workflow: Workflow;
  /** Workflows that it launches. */
  readonly launches?: readonly Workflow[];
  /** Facts that few others lead to. */
  readonly leadsTo?: readonly RunFactType[];
  script(random: Random): Script;
  expect(script: Script): Expectation;
}

export const output = z.object({
  mark: z.string(),
  receipt: z.number(),
  value: z.number(),
});
export type Output = z.infer<typeof output>;

/** Scripts of steps that do nothing but take their time. */
export function plainSteps(
  random: Random,
  keys: readonly string[],
): Record<string, StepScript> {
  return Object.fromEntries(
    keys.map(key => [key, { takesMs: random.integer(20, 150) }]),
  );
}

/** All steps of a workflow, by what they must be. */
export function allSteps(
  { definition }: Workflow,
  status: StepStatus,
): Record<string, StepStatus> {
  return Object.fromEntries(definition.steps.map(({ key }) => [key, status]));
}

export function stepKeys({ definition }: Workflow): string[] {
  return definition.steps.map(({ key }) => key);
}
