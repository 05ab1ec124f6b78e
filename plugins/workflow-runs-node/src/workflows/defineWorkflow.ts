import { z } from 'zod';
import {
  Json,
  Mapping,
  OnFailure,
  SlaDefinition,
  SloTargets,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { toInputSchema } from './inputSchema';
import { StepOptions } from './options';
import { startsRuns, toStep } from './toStep';

/** A workflow as its author writes it. @public */
export interface WorkflowOptions<
  Input extends z.ZodObject,
  Steps extends Record<string, StepOptions>,
> {
  name: string;
  /** For people; the definition's hash tells versions apart. */
  version: string;
  title?: string;
  description?: string;
  /**
   * The input that a launch must give; defaults are filled in. It is checked by its JSON Schema, so
   * what that cannot say is refused (dates, transforms) or not checked (`refine`).
   */
  input: Input;
  /** The steps by key, in the order in which they are shown. */
  steps: Steps;
  /** What a run puts out; by default the outputs of the steps that no other waits for, by key. */
  output?: Mapping;
  /** What follows when a step fails for good; `stop` by default. */
  onFailure?: OnFailure;
  /** Attempts of a run that may execute at a time. */
  concurrency?: number;
  /** How long a run should take. */
  sla?: SlaDefinition;
  /** What is expected of its runs together; a change of it changes nothing for runs. */
  slo?: SloTargets;
}

/** A workflow ready to be added to an engine: data, and the schemas of what its code handles. @public */
export interface Workflow<
  Input = any,
  Steps extends Record<string, StepOptions> = Record<string, StepOptions>,
> {
  readonly definition: WorkflowDefinition;
  /** What a step's code has to return, or that of each item, by the step's key. */
  readonly outputSchemas: Readonly<Record<string, z.ZodType<Json>>>;
  /** What each item of a fan-out has to be, by the step's key. */
  readonly itemSchemas: Readonly<Record<string, z.ZodType<Json>>>;
  /** Only for types. */
  readonly $types?: { input: Input; steps: Steps };
}

/**
 * Turns what an author writes into a definition that engines can store and run. It does not judge
 * the graph: that happens when the workflow is added, so that one bad workflow stops no other.
 *
 * Code is known by names made from the keys: `<step>`, `<step>_compensate`, `<step>_<validator>` and
 * `<step>_<action>`.
 *
 * @throws Error where JSON Schema cannot describe the input of the workflow or of an action, or where
 * parsing would change it
 * @example
 * ```ts
 * const greet = defineWorkflow({
 *   name: 'greet',
 *   version: '1',
 *   input: z.object({ name: z.string().min(1) }),
 *   steps: {
 *     look_up: { output: z.object({ formal: z.boolean() }), retry: failAfter(3) },
 *     send: { dependsOn: ['look_up'] },
 *   },
 * });
 * ```
 * @public
 */
export function defineWorkflow<
  Input extends z.ZodObject,
  const Steps extends Record<string, StepOptions>,
>(options: WorkflowOptions<Input, Steps>): Workflow<z.output<Input>, Steps> {
  const { name, steps } = options;
  return {
    definition: withoutUndefined({
      schemaVersion: 1,
      name,
      version: options.version,
      title: options.title || undefined,
      description: options.description || undefined,
      inputSchema: toInputSchema(`Workflow '${name}'`, options.input),
      steps: Object.entries(steps).map(([key, step]) =>
        toStep(name, key, step),
      ),
      output: options.output,
      onFailure: options.onFailure,
      concurrency: options.concurrency,
      sla: options.sla,
      slo: options.slo,
    }) as WorkflowDefinition,
    outputSchemas: schemasOf(steps, step =>
      'output' in step && !startsRuns(step) ? step.output : undefined,
    ),
    itemSchemas: schemasOf(steps, step =>
      'itemSchema' in step ? step.itemSchema : undefined,
    ),
  };
}

function schemasOf(
  steps: Record<string, StepOptions>,
  schemaOf: (step: StepOptions) => z.ZodType<Json> | undefined,
): Record<string, z.ZodType<Json>> {
  return Object.fromEntries(
    Object.entries(steps).flatMap(([key, step]) => {
      const schema = schemaOf(step);
      return schema ? [[key, schema]] : [];
    }),
  );
}

/** A copy that is its author's no more, as it would be read from a database. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  // What is no data is for the engine to refuse.
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, withoutUndefined(field)]),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}
