import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  apiError,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import plugin from '../src';
import { allStates } from './scenarios';
import { longRuns } from './timelines';

const STALE_AFTER_MS = 3_000;

/**
 * Each state of the screens by itself: `/workflow-runs?scenario=empty`, `/embed?scenario=stale`; the
 * runs that the list holds are in all the states that a run can be in.
 */
const scenarios: Record<string, () => FakeWorkflowRuns> = {
  all: () => allStates(Date.now()),
  steps: () => longRuns(Date.now()),
  empty: () => new FakeWorkflowRuns(),
  loading: () => {
    const api = new FakeWorkflowRuns();
    api.call = () => new Promise<never>(() => {});
    return api;
  },
  stale: () => {
    const api = allStates(Date.now());
    setTimeout(
      () => api.fail('getRun', new TypeError('Failed to fetch')),
      STALE_AFTER_MS,
    );
    return api;
  },
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
  const reads = [
    'listRuns',
    'countRuns',
    'listFacets',
    'listViews',
    'listWorkflows',
    'getRun',
  ];
  for (const id of reads) api.fail(id, error);
  return api;
}

const asked = new URLSearchParams(window.location.search).get('scenario');
const fake = (scenarios[asked ?? 'all'] ?? scenarios.all)();

/** A plugin of somebody else, which embeds runs. */
const host = createFrontendPlugin({
  pluginId: 'host',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/embed',
        title: 'Embedded runs',
        loader: async () => {
          const { EmbedPage } = await import('./EmbedPage');
          return <EmbedPage />;
        },
      },
    }),
  ],
});

createDevApp({
  features: [
    plugin,
    host,
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
