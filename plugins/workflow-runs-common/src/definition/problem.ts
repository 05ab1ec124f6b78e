/** What is wrong with a definition, where, and which rule it breaks. @public */
export interface DefinitionProblem {
  /** The step at fault, if one is; by its place, as in `#3`, where it has no key. */
  step?: string;
  /** JSON pointer into the definition. */
  pointer: string;
  rule:
    | 'schema'
    | 'input-object'
    | 'chunk'
    | 'slo'
    | 'unique-key'
    | 'known-dependency'
    | 'no-self-dependency'
    | 'no-cycle'
    | 'join'
    | 'reference-upstream'
    | 'reference-known'
    | 'reference-item'
    | 'retry-delays'
    | 'total-timeout'
    | 'heartbeat'
    | 'items'
    | 'tolerate'
    | 'time'
    | 'approver'
    | 'approval-times'
    | 'approval-branch'
    | 'approval-action'
    | 'unique-action'
    | 'unique-validator'
    | 'unique-handler';
  message: string;
}

/** A JSON pointer (RFC 6901). */
export function toPointer(path: readonly PropertyKey[]): string {
  return path
    .map(part => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

/** Collects what is wrong with one step. */
export class StepProblems {
  readonly found: DefinitionProblem[] = [];
  readonly #step: string;
  readonly #index: number;

  constructor(step: { key: string }, index: number) {
    this.#step = step.key;
    this.#index = index;
  }

  /** @param path - from the step to the field at fault */
  add(
    path: readonly PropertyKey[],
    rule: DefinitionProblem['rule'],
    message: string,
  ): void {
    this.found.push({
      step: this.#step,
      pointer: toPointer(['steps', this.#index, ...path]),
      rule,
      message,
    });
  }
}
