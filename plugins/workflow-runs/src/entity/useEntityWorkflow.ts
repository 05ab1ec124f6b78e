import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { useWorkflow } from 'backstage-plugin-workflow-runs-react';
import { withQuery } from '../layout/withQuery';
import {
  entityRunDetailRouteRef,
  entityRunsRouteRef,
  entityStatisticsRouteRef,
} from '../routes';
import { RunsQuery } from '../statistics/runsQuery';

/** The query parameter of the tab that names the run. */
export const RUN_PARAM = 'run';

/** The workflow that an entity's annotation names, and where its runs open and are listed. */
export function useEntityWorkflow() {
  const { entity } = useEntity();
  const ref = entity.metadata.annotations?.[WORKFLOW_ANNOTATION];
  const workflow = useWorkflow(ref);
  return {
    ref,
    entityRef: stringifyEntityRef(entity),
    filter: { workflow: [ref ?? ''] },
    ...workflow,
    ...useEntityLinks(),
  };
}

/** Where the tabs of the entity are whose page this is. */
export function useEntityLinks() {
  const runs = useRouteRef(entityRunsRouteRef)?.() ?? '../workflow-runs';
  const detail = useRouteRef(entityRunDetailRouteRef)?.() ?? '../workflow-run';
  const statistics =
    useRouteRef(entityStatisticsRouteRef)?.() ?? '../workflow-statistics';
  return {
    hrefOf: (runId: string) => withQuery(detail, { [RUN_PARAM]: runId }),
    listHref: (query: RunsQuery) => withQuery(runs, query),
    statisticsHref: statistics,
  };
}
