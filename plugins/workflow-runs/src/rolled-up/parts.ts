import {
  joinList,
  MAX_FILTER_LENGTH,
  MAX_FILTER_VALUES,
} from 'backstage-plugin-workflow-runs-common';
import { CatalogWorkflow } from './catalogWorkflows';

/**
 * Workflows in as many parts as it takes for each to be one filter of the API, which has a limit. The
 * order stays, so that a part can be named by its first and its last.
 */
export function inParts(
  workflows: readonly CatalogWorkflow[],
): CatalogWorkflow[][] {
  const parts: CatalogWorkflow[][] = [];
  let part: CatalogWorkflow[] = [];
  for (const workflow of workflows) {
    const next = [...part, workflow];
    if (fitsOneFilter(next)) {
      part = next;
    } else {
      parts.push(part);
      part = [workflow];
    }
  }
  return part.length > 0 ? [...parts, part] : parts;
}

function fitsOneFilter(workflows: CatalogWorkflow[]): boolean {
  return (
    workflows.length <= MAX_FILTER_VALUES &&
    joinList(workflows.map(({ ref }) => ref)).length <= MAX_FILTER_LENGTH
  );
}
