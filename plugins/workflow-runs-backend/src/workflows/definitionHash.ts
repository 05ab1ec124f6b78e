import { createHash } from 'node:crypto';
import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';

/**
 * Names a definition by what it says: graph, policies, schemas and handler versions. The order of
 * an object's keys does not matter, that of lists does.
 */
export function definitionHash(definition: WorkflowDefinition): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex');
}

/** JSON with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}
