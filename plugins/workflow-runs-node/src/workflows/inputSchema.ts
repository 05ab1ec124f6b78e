import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';

/**
 * JSON Schema of an input. Code gets the input as it was sent, defaults filled in, whichever engine
 * checks it. A schema that makes something else of it would have its types lie.
 *
 * @param subject - whose input it is, for errors: `Workflow 'greet'`
 * @throws Error where JSON Schema cannot describe the input, or where parsing would change it
 */
export function toInputSchema(
  subject: string,
  input: z.ZodObject,
): Record<string, Json> {
  const describe = (io: 'input' | 'output') => {
    try {
      const { $schema: _, ...schema } = z.toJSONSchema(input, { io });
      return schema as Record<string, Json>;
    } catch (error) {
      throw new Error(
        `${subject}: its input has no JSON Schema: ${(error as Error).message}`,
        { cause: error },
      );
    }
  };
  const schema = describe('input');
  if (shapeOf(schema) !== shapeOf(describe('output'))) {
    throw new Error(
      `${subject}: its input is not what is sent (a pipe or a codec); let a step convert it`,
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
