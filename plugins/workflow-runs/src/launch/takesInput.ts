import { Json, WorkflowDetail } from 'backstage-plugin-workflow-runs-common';

/** Whether anything can be given where a schema asks for an object. */
export function takesInput(schema: Record<string, Json>): boolean {
  const { properties, additionalProperties } = schema;
  const named =
    properties !== null && typeof properties === 'object'
      ? Object.keys(properties).length
      : 0;
  return named > 0 || Boolean(additionalProperties);
}

/** Whether nobody here knows what a workflow takes: its engine defines it elsewhere. */
export function hasNoSchema({
  definition,
  inputSchema,
}: Pick<WorkflowDetail, 'definition' | 'inputSchema'>): boolean {
  return definition === null && Object.keys(inputSchema).length === 0;
}
