import { toPointer } from './problem';
import type { WorkflowDefinition } from './schema';
import type { HandlerRef, StepDefinition } from './steps';

/** What a piece of code does for a step. @public */
export type HandlerKind = 'step' | 'compensation' | 'validator' | 'action';

/** One place of a definition that names code. @public */
export interface HandlerUse {
  kind: HandlerKind;
  /** Key of the step that the code is for. */
  step: string;
  /** Which one it is of the step's validators or actions; absent for the other kinds. */
  name?: string;
  handler: HandlerRef;
  /** JSON pointer to `handler`. */
  pointer: string;
}

/**
 * All code that a run of a definition may need, in the order of the steps: what does the work of a
 * step or of an item, what judges and what undoes it, and what operators may call. A step that waits,
 * asks or starts another run needs none for its own work.
 *
 * @public
 */
export function handlerUses({ steps }: WorkflowDefinition): HandlerUse[] {
  return steps.flatMap((step, index) => usesOf(step, ['steps', index]));
}

function usesOf(
  step: StepDefinition,
  base: readonly PropertyKey[],
): HandlerUse[] {
  const uses: HandlerUse[] = [];
  const add = (
    kind: HandlerKind,
    path: readonly PropertyKey[],
    { handler, name }: { handler: HandlerRef; name?: string },
  ) =>
    uses.push({
      kind,
      step: step.key,
      ...(name === undefined ? {} : { name }),
      handler,
      pointer: toPointer([...base, ...path, 'handler']),
    });

  const work = workOf(step);
  if (work) {
    add('step', work.path, { handler: work.code.handler });
    work.code.validators?.forEach((validator, at) =>
      add('validator', [...work.path, 'validators', at], validator),
    );
  }
  if (step.compensate) add('compensation', ['compensate'], step.compensate);
  step.actions?.forEach((action, at) => add('action', ['actions', at], action));
  return uses;
}

/**
 * What a worker executes for a step, or for each item of it.
 *
 * @returns it, and where in the step the definition says so; undefined where no worker is needed
 */
export function workOf(step: StepDefinition) {
  switch (step.type) {
    case 'map':
      return 'handler' in step.each
        ? { code: step.each, path: ['each'] }
        : undefined;
    case 'child':
    case 'wait':
    case 'approval':
      return undefined;
    default:
      return { code: step, path: [] };
  }
}
