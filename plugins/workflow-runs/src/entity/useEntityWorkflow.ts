import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  RunFilter,
  WORKFLOW_ANNOTATION,
} from 'backstage-plugin-workflow-runs-common';
import { useWorkflow } from 'backstage-plugin-workflow-runs-react';
import { entityRunDetailRouteRef } from '../routes';

/** The query parameter of the tab that names the run. */
export const RUN_PARAM = 'run';

/** The workflow that an entity's annotation names, and where its runs open. */
export function useEntityWorkflow() {
  const { entity } = useEntity();
  const ref = entity.metadata.annotations?.[WORKFLOW_ANNOTATION];
  const workflow = useWorkflow(ref);
  const detail = useRouteRef(entityRunDetailRouteRef);
  const base = detail?.() ?? '../workflow-run';
  const filter: RunFilter = ref ? { workflow: [ref] } : {};
  return {
    ref,
    entityRef: stringifyEntityRef(entity),
    filter,
    ...workflow,
    hrefOf: (runId: string) =>
      `${base}?${new URLSearchParams({ [RUN_PARAM]: runId })}`,
  };
}
