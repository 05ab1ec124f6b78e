import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import {
  withServerTime,
  workflowRunsApiRef,
} from 'backstage-plugin-workflow-runs-react';

export const clientApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: workflowRunsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new WorkflowRunsClient({
          discoveryApi,
          fetchApi: withServerTime(fetchApi),
        }),
    }),
});
