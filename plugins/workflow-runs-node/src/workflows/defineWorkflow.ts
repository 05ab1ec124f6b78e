import { z } from 'zod';
import {
  Condition,
  Json,
  RetryPolicy,
  StepDefinition,
  StepType,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { StepHandler } from './handler';
import { noRetries } from './retry';

/** Ten minutes. */
const DEFAULT_TIMEOUT_MS = 600_000;

/** A step as its author writes it. @public */
export interface StepOptions {
  title?: string;
  description?: string;
  /** What kind of work it is; `tool` by default. */
  type?: StepType;
  /** Steps that must have settled before; none by default. */
  dependsOn?: readonly string[];
  /** Skips the step, and what depends on it, where it is false. */
  when?: Condition;
  /** `noRetries()` by default. */
  retry?: RetryPolicy;
  /** Milliseconds that one attempt may take; ten minutes by default. */
  timeoutMs?: number;
  /** Which code does the work; by default the step's own key, version 1. */
  handler?: { name?: string; version?: number };
  /** Shape of the output: types it for later steps, and fails the step where it does not fit. */
  output?: z.ZodType<Json>;
}

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
}

/** Type of the output that a step declares; any JSON where it declares none. @public */
export type StepOutputOf<S extends StepOptions> = S extends {
  output: infer T extends z.ZodType;
}
  ? z.output<T>
  : Json;

/** Outputs of a workflow's steps, by key. @public */
export type StepOutputs<Steps extends Record<string, StepOptions>> = {
  [Key in keyof Steps]: StepOutputOf<Steps[Key]>;
};

/** One handler for each step, by its key; a step that declares no output may return nothing. @public */
export type StepHandlers<Input, Steps extends Record<string, StepOptions>> = {
  [Key in keyof Steps]: StepHandler<
    Input,
    StepOutputs<Steps>,
    Steps[Key] extends { output: z.ZodType }
      ? StepOutputOf<Steps[Key]>
      : Json | void
  >;
};

/** A workflow ready to be added to an engine: data, and the schemas of the steps' outputs. @public */
export interface Workflow<
  Input = any,
  Steps extends Record<string, StepOptions> = Record<string, StepOptions>,
> {
  readonly definition: WorkflowDefinition;
  readonly outputSchemas: Readonly<Record<string, z.ZodType<Json>>>;
  /** Only for types. */
  readonly $types?: { input: Input; steps: Steps };
}

/**
 * Turns what an author writes into a definition that engines can store and run. It does not judge
 * the graph: that happens when the workflow is added, so that one bad workflow stops no other.
 *
 * @throws Error where JSON Schema cannot describe the input, or where parsing would change it
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
  return {
    definition: {
      schemaVersion: 1,
      name: options.name,
      version: options.version,
      ...(options.title ? { title: options.title } : {}),
      ...(options.description ? { description: options.description } : {}),
      inputSchema: toInputSchema(options.name, options.input),
      steps: Object.entries(options.steps).map(([key, step]) =>
        toStep(key, step),
      ),
    },
    outputSchemas: Object.fromEntries(
      Object.entries(options.steps).flatMap(([key, { output }]) =>
        output ? [[key, output]] : [],
      ),
    ),
  };
}

/**
 * Handlers get the input as it was sent, defaults filled in, whichever engine checks it. A schema
 * that makes something else of it would have their types lie.
 */
function toInputSchema(workflow: string, input: z.ZodObject) {
  const describe = (io: 'input' | 'output') => {
    try {
      const { $schema: _, ...schema } = z.toJSONSchema(input, { io });
      return schema as Record<string, Json>;
    } catch (error) {
      throw new Error(
        `Workflow '${workflow}': its input has no JSON Schema: ${
          (error as Error).message
        }`,
        { cause: error },
      );
    }
  };
  const schema = describe('input');
  if (shapeOf(schema) !== shapeOf(describe('output'))) {
    throw new Error(
      `Workflow '${workflow}': its input is not what is sent (a pipe or a codec); let a step convert it`,
    );
  }
  return schema;
}

/** What a schema accepts, but for what defaults and unknown fields make of it. */
function shapeOf(schema: Record<string, Json>): string {
  return JSON.stringify(schema, (keyword, value) => {
    if (keyword === 'required' && Array.isArray(value)) return undefined;
    if (keyword === 'additionalProperties' && value === false) return undefined;
    return keyword === 'default' ? undefined : value;
  });
}

function toStep(key: string, step: StepOptions): StepDefinition {
  return {
    key,
    ...(step.title ? { title: step.title } : {}),
    ...(step.description ? { description: step.description } : {}),
    type: step.type ?? 'tool',
    handler: {
      name: step.handler?.name ?? key,
      version: step.handler?.version ?? 1,
    },
    dependsOn: [...(step.dependsOn ?? [])],
    ...(step.when ? { when: step.when } : {}),
    retry: step.retry ?? noRetries(),
    timeoutMs: step.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
}
