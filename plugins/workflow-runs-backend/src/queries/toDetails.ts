import { Json, StepDetails } from 'backstage-plugin-workflow-runs-common';

/** Fields of a report's details that have a place of their own, where they are texts. */
const NAMED = ['model', 'tool', 'endpoint'] as const;

/**
 * What a step works with: its code, and what its handler has reported. What has no place of its own is
 * among the parameters, so that nothing of it is lost.
 */
export function toDetails(
  handler: string | null,
  reported: Json | undefined,
): StepDetails | null {
  const fields = fieldsOf(reported);
  if (!handler && !fields) return null;
  const details: StepDetails = {
    handler,
    model: null,
    tool: null,
    endpoint: null,
    parameters: null,
  };
  const { parameters, ...others } = fields ?? {};
  for (const name of NAMED) {
    const value = others[name];
    if (typeof value !== 'string') continue;
    details[name] = value;
    delete others[name];
  }
  const known = fieldsOf(parameters);
  const rest = {
    ...others,
    ...(known ?? (parameters === undefined ? {} : { parameters })),
  };
  return {
    ...details,
    parameters: Object.keys(rest).length > 0 ? rest : null,
  };
}

function fieldsOf(value: Json | undefined): Record<string, Json> | undefined {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? value
    : undefined;
}
