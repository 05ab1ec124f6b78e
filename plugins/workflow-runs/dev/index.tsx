import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  apiError,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import plugin from '../src';
import { allStates } from './scenarios';
import { longRuns } from './timelines';

/**
 * Each state of the screens by itself: `/workflow-runs?scenario=empty`; the runs that the list holds
 * are in all the states that a run can be in.
 */
const scenarios: Record<string, () => FakeWorkflowRuns> = {
  all: () => allStates(Date.now()),
  steps: () => longRuns(Date.now()),
  empty: () => new FakeWorkflowRuns(),
  error: () => failing(apiError(500, { message: 'database is locked' })),
  offline: () => failing(new TypeError('Failed to fetch')),
  forbidden: () =>
    failing(
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read',
      }),
    ),
};

function failing(error: Error): FakeWorkflowRuns {
  const api = new FakeWorkflowRuns();
  for (const id of ['listRuns', 'listWorkflows', 'getRun']) api.fail(id, error);
  return api;
}

const asked = new URLSearchParams(window.location.search).get('scenario');
const fake = (scenarios[asked ?? 'all'] ?? scenarios.all)();

createDevApp({
  features: [
    plugin,
    createFrontendModule({
      pluginId: 'workflow-runs',
      extensions: [
        ApiBlueprint.make({
          name: 'client',
          params: defineParams =>
            defineParams({
              api: workflowRunsApiRef,
              deps: {},
              factory: () => fake,
            }),
        }),
      ],
    }),
  ],
});
