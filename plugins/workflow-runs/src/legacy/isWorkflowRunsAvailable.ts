import { Entity } from '@backstage/catalog-model';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';

/**
 * Whether an entity stands for a workflow, and so has runs to show. For the `if` of an `EntityLayout.Route` or an
 * `EntitySwitch.Case`.
 *
 * @public
 */
export function isWorkflowRunsAvailable(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[WORKFLOW_ANNOTATION]);
}
