import type { Handlers } from '../api/handlers';
import { SloQueries } from './SloQueries';

/** What the handlers of objectives work with. */
export interface SloHandlerOptions {
  slos: SloQueries;
}

/** Handlers that tell how workflows meet their objectives. */
export function createSloHandlers({
  slos,
}: SloHandlerOptions): Pick<Handlers, 'listSlos' | 'getWorkflowSlos'> {
  return {
    listSlos: ({ query }, { runs }) =>
      runs.sumUp(visibility =>
        slos.list(query, {
          workflows: runs.readableWorkflows(),
          runs: visibility,
        }),
      ),

    getWorkflowSlos: async ({ params, query }, { runs }) => {
      const workflow = await runs.getWorkflow(params);
      return runs.sumUp(visibility => slos.detail(workflow, query, visibility));
    },
  };
}
