import Ajv2020, { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import {
  Json,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { InvalidInput, toPointer, Violation } from './InvalidInput';

/** Compiled schemas kept in memory. */
const MAX_CACHED = 200;

/** Checks launch inputs against the schemas of workflows. */
export class InputValidator {
  readonly #compiled = new Map<string, ValidateFunction>();

  /**
   * @param hash - of the definition: what it says never changes, so its schema is compiled once
   * @returns the input with defaults filled in
   * @throws InvalidInput
   */
  validate(
    hash: string,
    definition: WorkflowDefinition,
    input: Record<string, Json>,
  ): Record<string, Json> {
    const check = this.#compiled.get(hash) ?? this.#compile(hash, definition);
    const filled = structuredClone(input);
    if (!check(filled)) {
      throw new InvalidInput('input', (check.errors ?? []).map(toViolation));
    }
    return filled;
  }

  #compile(hash: string, definition: WorkflowDefinition): ValidateFunction {
    const check = compileInputSchema(definition);
    if (this.#compiled.size >= MAX_CACHED) {
      this.#compiled.delete(this.#compiled.keys().next().value!);
    }
    this.#compiled.set(hash, check);
    return check;
  }
}

/** @throws Error where it is no schema, or refers to one that is not there */
export function compileInputSchema({
  inputSchema,
}: WorkflowDefinition): ValidateFunction {
  // An instance keeps every schema that it has seen, and refuses a second one of the same $id:
  // each schema gets its own.
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    useDefaults: true,
    validateFormats: true,
  });
  return addFormats(ajv).compile(inputSchema);
}

function toViolation(error: ErrorObject): Violation {
  const { instancePath, keyword, message, params } = error;
  // A missing or surplus field is reported at its parent: point at the field itself.
  const field =
    params.missingProperty ??
    params.additionalProperty ??
    params.unevaluatedProperty;
  const allowed =
    keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : '';
  return {
    pointer:
      field === undefined ? instancePath : instancePath + toPointer([field]),
    rule: keyword,
    message: `${message ?? 'does not fit'}${allowed}`,
  };
}
