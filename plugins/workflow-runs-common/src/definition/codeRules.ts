import { HandlerUse, handlerUses, workOf } from './handlerUses';
import type { DefinitionProblem, StepProblems } from './problem';
import type { WorkflowDefinition } from './schema';
import type { StepDefinition } from './steps';

/** Actions and validators are known by their names. */
export function nameProblems(problems: StepProblems, step: StepDefinition) {
  const work = workOf(step);
  work?.code.validators?.forEach(({ name }, at, all) => {
    if (all.findIndex(other => other.name === name) === at) return;
    problems.add(
      [...work.path, 'validators', at, 'name'],
      'unique-validator',
      `another validator of the step is called '${name}' already`,
    );
  });
  step.actions?.forEach(({ name, inputSchema }, at, all) => {
    if (all.findIndex(other => other.name === name) !== at) {
      problems.add(
        ['actions', at, 'name'],
        'unique-action',
        `another action of the step is called '${name}' already`,
      );
    }
    if (inputSchema.type !== 'object') {
      problems.add(
        ['actions', at, 'inputSchema', 'type'],
        'input-object',
        'the input of an action must be an object',
      );
    }
  });
}

/** Steps may share code; what works cannot be what judges, or what undoes. */
export function handlerProblems(
  definition: WorkflowDefinition,
): DefinitionProblem[] {
  const known = new Map<string, HandlerUse>();
  return handlerUses(definition).flatMap((use): DefinitionProblem[] => {
    const name = `${use.handler.name}@${use.handler.version}`;
    const first = known.get(name);
    if (!first) known.set(name, use);
    if (!first || first.kind === use.kind) return [];
    return [
      {
        step: use.step,
        pointer: use.pointer,
        rule: 'unique-handler',
        message: `${name} is code of another kind already: see ${first.pointer}`,
      },
    ];
  });
}
