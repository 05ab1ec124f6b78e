import { z } from 'zod';
import {
  HandlerRef,
  HandlerUse,
  handlerUses,
  Json,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionHandler,
  CompensationHandler,
  ItemContext,
  StepCode,
  StepCodeParts,
  StepContext,
  ValidatorHandler,
  Workflow,
} from 'backstage-plugin-workflow-runs-node';

/** A shape that values must have; undefined where any JSON will do. */
type Shape = z.ZodType<Json> | undefined;

/** Code of a workflow, by what it does. */
export type RegisteredCode =
  | {
      kind: 'step';
      /** `item` is given where the step is a fan-out. */
      run: (
        context: StepContext & Partial<Pick<ItemContext, 'item'>>,
      ) => unknown;
      /** Of what it returns. */
      output: Shape;
      /** Of the item, where the step is a fan-out. */
      item: Shape;
    }
  | { kind: 'compensation'; run: CompensationHandler }
  | { kind: 'validator'; run: ValidatorHandler }
  /** `output`: of what it returns, where that becomes the output of its step. */
  | { kind: 'action'; run: ActionHandler; output: Shape };

/** Why a piece of code cannot be registered. */
export interface CodeProblem {
  step: string;
  pointer: string;
  rule: 'handler';
  message: string;
}

/** Names code as workers advertise it. */
export function handlerName(
  workflow: string,
  { name, version }: HandlerRef,
): string {
  return `${workflow}/${name}@${version}`;
}

/** All code that a run of the definition needs: `<workflow>/<name>@<version>`, each once. */
export function handlersNeeded(definition: WorkflowDefinition): string[] {
  const names = handlerUses(definition).map(({ handler }) =>
    handlerName(definition.name, handler),
  );
  return [...new Set(names)];
}

/**
 * Finds the code for all that a definition names, by the names that workers advertise. Steps may
 * share code: then it has to be the same.
 *
 * @param handlers - as a module gave them; one in JavaScript may give anything
 */
export function collectCode(
  { definition, outputSchemas, itemSchemas }: Workflow,
  handlers: Readonly<Record<string, StepCode>> | undefined,
): { code: Map<string, RegisteredCode>; problems: CodeProblem[] } {
  const code = new Map<string, RegisteredCode>();
  const problems: CodeProblem[] = [];
  const completing = completingActions(definition);
  for (const use of handlerUses(definition)) {
    const { kind, step, handler, pointer } = use;
    const report = (message: string) =>
      problems.push({ step, pointer, rule: 'handler', message });
    const run = partsOf(ownField(handlers, step), use);
    if (typeof run !== 'function') {
      report(`no handler was given for ${whatItIs(use)}`);
      continue;
    }
    const name = handlerName(definition.name, handler);
    const output = ownField(outputSchemas, step);
    const registered = {
      kind,
      run,
      ...(kind === 'step' ? { output, item: ownField(itemSchemas, step) } : {}),
      ...(kind === 'action'
        ? { output: completing.has(pointer) ? output : undefined }
        : {}),
    } as RegisteredCode;
    const known = code.get(name);
    if (known && !isSame(known, registered)) {
      report(`other code is called ${handler.name}@${handler.version} already`);
    }
    code.set(name, known ?? registered);
  }
  return { code, problems };
}

function whatItIs({ kind, name }: HandlerUse): string {
  switch (kind) {
    case 'step':
      return 'it';
    case 'compensation':
      return 'its compensation';
    default:
      return `its ${kind} '${name}'`;
  }
}

/** The part of a step's code that a definition names. */
function partsOf(
  given: StepCode | undefined,
  { kind, name = '' }: HandlerUse,
): unknown {
  const parts: StepCodeParts =
    typeof given === 'function' ? { run: given } : given ?? {};
  switch (kind) {
    case 'step':
      return parts.run;
    case 'compensation':
      return parts.compensate;
    case 'validator':
      return ownField(parts.validators, name);
    default:
      return ownField(parts.actions, name);
  }
}

/** A step, or a validator, may be called `constructor`: what every object inherits is not meant. */
function ownField<T>(
  fields: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Pointers to the handlers of actions that complete their step, as code that returns its output. */
function completingActions({ steps }: WorkflowDefinition): Set<string> {
  return new Set(
    steps.flatMap(({ type, actions }, index) =>
      // What a fan-out declares is the shape of one result, not of its output.
      type === 'map'
        ? []
        : (actions ?? []).flatMap(({ then }, at) =>
            then === 'complete'
              ? [`/steps/${index}/actions/${at}/handler`]
              : [],
          ),
    ),
  );
}

function isSame(a: RegisteredCode, b: RegisteredCode): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].every(
    field =>
      (a as Record<string, unknown>)[field] ===
      (b as Record<string, unknown>)[field],
  );
}
