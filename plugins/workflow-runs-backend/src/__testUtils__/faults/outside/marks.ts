import { Json } from 'backstage-plugin-workflow-runs-common';

/** What tells an output from others: the mark that its handler has given it, or all that it is. */
export function markOf(output: Json): string {
  const { mark } = (output ?? {}) as { mark?: unknown };
  return typeof mark === 'string' ? mark : JSON.stringify(sorted(output));
}

/** The passage of the run that an idempotency key is of. */
export function generationOf(idempotencyKey: string): number {
  return Number(/\/g(\d+)$/.exec(idempotencyKey)?.[1] ?? 0);
}

/** Databases keep values, and not the order of fields. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}
