import { Json } from 'backstage-plugin-workflow-runs-common';

/** Whether anything can be given where a schema asks for an object. */
export function takesInput(schema: Record<string, Json>): boolean {
  const { properties, additionalProperties } = schema;
  const named =
    properties !== null && typeof properties === 'object'
      ? Object.keys(properties).length
      : 0;
  return named > 0 || Boolean(additionalProperties);
}
