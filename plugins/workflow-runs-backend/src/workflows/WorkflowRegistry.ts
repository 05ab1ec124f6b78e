import { LoggerService } from '@backstage/backend-plugin-api';
import {
  DefinitionProblem,
  findDefinitionProblems,
  HandlerRef,
  Json,
  SloTargets,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { StepCode, Workflow } from 'backstage-plugin-workflow-runs-node';
import { compileInputSchema } from '../runs/validateInput';
import { definitionHash } from './definitionHash';
import { collectCode, handlerName, RegisteredCode } from './registeredCode';

export { handlersNeeded, type RegisteredCode } from './registeredCode';

/** A workflow that this backend can execute. */
export interface RegisteredWorkflow {
  /** What runs are pinned to: without what is expected of them. */
  definition: WorkflowDefinition;
  hash: string;
  slo?: SloTargets;
}

/** A definition that was refused, and why. */
export interface RefusedWorkflow {
  name: string;
  problems: (Omit<DefinitionProblem, 'rule'> & { rule: string })[];
}

/** The workflows that modules have added to this backend, and their code. */
export class WorkflowRegistry {
  readonly #workflows = new Map<string, RegisteredWorkflow>();
  readonly #code = new Map<string, RegisteredCode>();
  readonly #refused: RefusedWorkflow[] = [];

  constructor(private readonly logger: LoggerService) {}

  /** Takes a workflow in, or refuses it with a line in the log for every problem. */
  add(workflow: Workflow, handlers: Readonly<Record<string, StepCode>>): void {
    // Modules in JavaScript may pass anything.
    const { definition } = { ...workflow };
    const name = String(definition?.name);
    const invalid = findDefinitionProblems(definition);
    if (invalid.length > 0) {
      this.#refuse({ name, problems: invalid });
      return;
    }
    const { code, problems } = collectCode(workflow, handlers);
    const unfit = [
      ...inputSchemaProblems(definition),
      ...problems,
      ...this.#nameProblems(name),
    ];
    if (unfit.length > 0) {
      this.#refuse({ name, problems: unfit });
      return;
    }
    const { slo, ...pinned } = definition;
    this.#workflows.set(name, {
      definition: pinned,
      hash: definitionHash(pinned),
      slo,
    });
    for (const [handler, registered] of code) {
      this.#code.set(handler, registered);
    }
  }

  get workflows(): RegisteredWorkflow[] {
    return [...this.#workflows.values()];
  }

  get refused(): readonly RefusedWorkflow[] {
    return this.#refused;
  }

  /** The code that this backend offers, as `<workflow>/<name>@<version>`. */
  get offered(): string[] {
    return [...this.#code.keys()];
  }

  /**
   * The code that a definition names, be it one of another version than this backend would start now,
   * or the part of a fan-out that runs on its own.
   */
  find(
    definition: WorkflowDefinition,
    handler: HandlerRef,
  ): RegisteredCode | undefined {
    return this.#code.get(handlerName(definition.name, handler));
  }

  #nameProblems(name: string): RefusedWorkflow['problems'] {
    if (!this.#workflows.has(name)) return [];
    return [
      {
        pointer: '/name',
        rule: 'unique-name',
        message: 'another workflow of this name was added already',
      },
    ];
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

/** A schema that cannot be used would make every launch fail, or every call of an action. */
function inputSchemaProblems(
  definition: WorkflowDefinition,
): RefusedWorkflow['problems'] {
  const problemsOf = (
    pointer: string,
    inputSchema: Record<string, Json>,
    step?: string,
  ) => {
    try {
      compileInputSchema({ ...definition, inputSchema });
      return [];
    } catch (error) {
      const { message } = error as Error;
      return [{ step, pointer, rule: 'input-schema', message }];
    }
  };
  return [
    ...problemsOf('/inputSchema', definition.inputSchema),
    ...definition.steps.flatMap(({ key, actions }, index) =>
      (actions ?? []).flatMap(({ inputSchema }, at) =>
        problemsOf(
          `/steps/${index}/actions/${at}/inputSchema`,
          inputSchema,
          key,
        ),
      ),
    ),
  ];
}
