import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  actionResultSchema,
  allowedActionSchema,
  artifactSchema,
  attemptSchema,
  conditionSchema,
  jsonSchema,
  humanDecisionSchema,
  logLineSchema,
  operatorActionSchema,
  payloadSchema,
  runEventSchema,
  runSchema,
  runStateSchema,
  savedViewSchema,
  runTraceSchema,
  stepSchema,
  stepWaitSchema,
  validatorResultSchema,
  workflowDefinitionSchema,
  workflowSchema,
  workflowSummarySchema,
} from 'backstage-plugin-workflow-runs-common';

export type JsonObject = Record<string, unknown>;

/** What readers of the document should find by a name. */
const NAMES: Record<string, z.ZodType> = {
  ActionResult: actionResultSchema,
  AllowedAction: allowedActionSchema,
  Artifact: artifactSchema,
  Attempt: attemptSchema,
  Condition: conditionSchema,
  Json: jsonSchema,
  HumanDecision: humanDecisionSchema,
  LogLine: logLineSchema,
  OperatorAction: operatorActionSchema,
  Payload: payloadSchema,
  Run: runSchema,
  RunEvent: runEventSchema,
  RunState: runStateSchema,
  SavedView: savedViewSchema,
  RunTrace: runTraceSchema,
  Step: stepSchema,
  StepWait: stepWaitSchema,
  ValidatorResult: validatorResultSchema,
  Workflow: workflowSchema,
  WorkflowDefinition: workflowDefinitionSchema,
  WorkflowSummary: workflowSummarySchema,
};

/**
 * Writes schemas for the API document. Definitions that zod puts beside a schema move to the
 * document's components: there, a reference to `#/$defs/…` would lead nowhere.
 */
export class SchemaBook {
  readonly #names = z.registry<{ id?: string }>();

  /** @param schemas - the document's components, which grow */
  constructor(readonly schemas: Record<string, JsonObject>) {
    for (const [id, schema] of Object.entries(NAMES))
      this.#names.add(schema, { id });
  }

  write(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      metadata: this.#names,
    });
    const moved = new Map(
      Object.keys($defs).map(name => [
        `#/$defs/${name}`,
        `#/components/schemas/${name}`,
      ]),
    );
    for (const [name, { id: __, ...definition }] of Object.entries($defs))
      this.#keep(name, redirect(definition, moved));
    return redirect(rest, moved);
  }

  /** @throws Error where two shapes want the same name: one of them needs a name of its own */
  #keep(name: string, schema: JsonObject): void {
    const known = this.schemas[name];
    if (known && !isDeepStrictEqual(known, schema))
      throw new Error(`The API document has two schemas called ${name}`);
    this.schemas[name] = schema;
  }
}

function redirect(
  schema: object,
  moved: ReadonlyMap<string, string>,
): JsonObject {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' ? moved.get(value) ?? value : value,
  );
}
