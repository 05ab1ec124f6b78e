import { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import {
  DefinitionProblem,
  findDefinitionProblems,
  Json,
  StepDefinition,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { StepHandler, Workflow } from 'backstage-plugin-workflow-runs-node';
import { compileInputSchema } from '../runs/validateInput';
import { definitionHash } from './definitionHash';

/** A workflow that this backend can execute. */
export interface RegisteredWorkflow {
  definition: WorkflowDefinition;
  hash: string;
}

/** The code of a step, and the shape that its output must have. */
export interface RegisteredHandler {
  run: StepHandler;
  output: z.ZodType<Json> | undefined;
}

/** A definition that was refused, and why. */
export interface RefusedWorkflow {
  name: string;
  problems: (Omit<DefinitionProblem, 'rule'> & { rule: string })[];
}

/** The workflows and handlers that modules have added to this backend. */
export class WorkflowRegistry {
  readonly #workflows = new Map<string, RegisteredWorkflow>();
  readonly #handlers = new Map<string, RegisteredHandler>();
  readonly #refused: RefusedWorkflow[] = [];

  constructor(private readonly logger: LoggerService) {}

  /** Takes a workflow in, or refuses it with a line in the log for every problem. */
  add(workflow: Workflow, handlers: Record<string, StepHandler>): void {
    // Modules in JavaScript may pass anything.
    const { definition, outputSchemas } = { ...workflow };
    const name = String(definition?.name);
    const problems: RefusedWorkflow['problems'] =
      findDefinitionProblems(definition);
    if (problems.length === 0) {
      problems.push(
        ...inputSchemaProblems(definition),
        ...missingHandlers(definition, handlers),
      );
      if (this.#workflows.has(name)) {
        problems.push({
          pointer: '/name',
          rule: 'unique-name',
          message: 'another workflow of this name was added already',
        });
      }
    }
    if (problems.length > 0) {
      this.#refuse({ name, problems });
      return;
    }
    this.#workflows.set(name, { definition, hash: definitionHash(definition) });
    for (const step of definition.steps) {
      this.#handlers.set(handlerName(name, step), {
        run: handlers[step.key],
        output: outputSchemas?.[step.key],
      });
    }
  }

  get workflows(): RegisteredWorkflow[] {
    return [...this.#workflows.values()];
  }

  get refused(): readonly RefusedWorkflow[] {
    return this.#refused;
  }

  /** The handlers that this backend offers, as `<workflow>/<name>@<version>`. */
  get offered(): string[] {
    return [...this.#handlers.keys()];
  }

  handlerOf(
    definition: WorkflowDefinition,
    step: StepDefinition,
  ): RegisteredHandler | undefined {
    return this.#handlers.get(handlerName(definition.name, step));
  }

  #refuse(refused: RefusedWorkflow) {
    this.#refused.push(refused);
    for (const { step, pointer, rule, message } of refused.problems) {
      const place = step ? `step '${step}' (${pointer})` : pointer;
      this.logger.error(
        `Workflow '${refused.name}' is refused: ${place}: ${message} [${rule}]`,
      );
    }
  }
}

/** Names the handler of a step as workers advertise it. */
export function handlerName(
  workflow: string,
  { handler }: StepDefinition,
): string {
  return `${workflow}/${handler.name}@${handler.version}`;
}

/** Every handler that a run of the definition needs. */
export function handlersNeeded(definition: WorkflowDefinition): string[] {
  return definition.steps.map(step => handlerName(definition.name, step));
}

/** A schema that cannot be used would make every launch fail. */
function inputSchemaProblems(
  definition: WorkflowDefinition,
): RefusedWorkflow['problems'] {
  try {
    compileInputSchema(definition);
    return [];
  } catch (error) {
    const { message } = error as Error;
    return [{ pointer: '/inputSchema', rule: 'input-schema', message }];
  }
}

function missingHandlers(
  definition: WorkflowDefinition,
  handlers: Record<string, StepHandler>,
): RefusedWorkflow['problems'] {
  return definition.steps.flatMap((step, index) =>
    typeof handlers?.[step.key] === 'function'
      ? []
      : [
          {
            step: step.key,
            pointer: `/steps/${index}/handler`,
            rule: 'handler',
            message: 'no handler was given for it',
          },
        ],
  );
}
