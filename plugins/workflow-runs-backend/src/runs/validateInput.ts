import { InputError } from '@backstage/errors';
import Ajv2020, { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import {
  Json,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';

/** One thing that is wrong with an input. */
export interface Violation {
  /** JSON pointer to the field. */
  pointer: string;
  /** The keyword of JSON Schema that it breaks. */
  rule: string;
  message: string;
}

/** An input that does not fit; the client finds each field by its pointer. */
export class InvalidInput extends InputError {
  readonly violations: Violation[];

  constructor(subject: string, violations: Violation[]) {
    const [{ pointer, message }] = violations;
    const more =
      violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
    super(`${subject}${pointer}: ${message}${more}`);
    this.name = 'InputError';
    this.violations = violations;
  }
}

const MAX_VIOLATIONS = 50;

/** Checks launch inputs against the schemas of workflows. */
export class InputValidator {
  readonly #compiled = new WeakMap<object, ValidateFunction>();
  readonly #ajv = addFormats(
    new Ajv2020({
      allErrors: true,
      strict: false,
      useDefaults: true,
      validateFormats: true,
    }),
  );

  /**
   * @returns the input with defaults filled in
   * @throws InvalidInput
   */
  validate(
    definition: WorkflowDefinition,
    input: Record<string, Json>,
  ): Record<string, Json> {
    let check = this.#compiled.get(definition);
    if (!check) {
      check = this.#ajv.compile(definition.inputSchema);
      this.#compiled.set(definition, check);
    }
    const filled = structuredClone(input);
    if (!check(filled)) {
      const violations = (check.errors ?? [])
        .slice(0, MAX_VIOLATIONS)
        .map(toViolation);
      throw new InvalidInput('input', violations);
    }
    return filled;
  }
}

function toViolation(error: ErrorObject): Violation {
  const { instancePath, keyword, message, params } = error;
  // A missing or surplus field is reported at its parent: point at the field itself.
  const field = params.missingProperty ?? params.additionalProperty;
  const pointer =
    field === undefined
      ? instancePath
      : `${instancePath}/${String(field)
          .replace(/~/g, '~0')
          .replace(/\//g, '~1')}`;
  const allowed =
    keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : '';
  return {
    pointer,
    rule: keyword,
    message: `${message ?? 'does not fit'}${allowed}`,
  };
}
