import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, useLocation } from 'react-router-dom';
import { FlatRoutes } from '@backstage/core-app-api';
import { alertApiRef, configApiRef } from '@backstage/core-plugin-api';
import {
  CatalogEntityPage,
  catalogPlugin,
  EntityLayout,
} from '@backstage/plugin-catalog';
import {
  catalogApiRef,
  defaultEntityPresentation,
  EntityPresentationApi,
  entityPresentationApiRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  WORKFLOW_ANNOTATION,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { workflowRunsApiRef } from 'backstage-plugin-workflow-runs-react';
import {
  aFigures,
  aRun,
  aSnapshot,
  aStatistics,
  aWorkflow,
  apiError,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize } from '../__testUtils__/render';
import {
  EntityWorkflowRunDetailContent,
  EntityWorkflowRunsContent,
  EntityWorkflowStatisticsContent,
  isWorkflowRunsAvailable,
  WorkflowRunsPage,
  workflowRunsPlugin,
} from '.';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    namespace: 'default',
    name: 'trial-activation',
    annotations: { [WORKFLOW_ANNOTATION]: 'embedded/trial_activation' },
  },
};
// Each of them goes through several pages.
jest.setTimeout(90_000);

const ENTITY = '/catalog/default/component/trial-activation';

const GONE = {
  category: 'external_api' as const,
  code: '503',
  message: 'The orders API answered 503',
  stepKey: null,
};

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  api.add(aSnapshot({ run: aRun({ id: 'run_good', status: 'completed' }) }));
  api.add(
    aSnapshot({ run: aRun({ id: 'run_bad', status: 'failed', error: GONE }) }),
  );
  api.onStatistics = () =>
    aStatistics({ total: aFigures({ completed: 18, failed: 2 }) });
  return api;
}

const alerts = { post: jest.fn(), alert$: jest.fn() };

const presentation: EntityPresentationApi = {
  forEntity: entityOrRef => {
    const snapshot = defaultEntityPresentation(entityOrRef);
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

/** A portal on the old frontend system, as its App.tsx would have it. */
function openPortal(path: string, api = backend()) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [workflowRunsApiRef, api],
        [alertApiRef, alerts],
        [
          configApiRef,
          mockApis.config({
            data: { backend: { baseUrl: 'http://localhost' } },
          }),
        ],
        [permissionApiRef, mockApis.permission()],
        [entityPresentationApiRef, presentation],
        [catalogApiRef, catalogApiMock({ entities: [entity] })],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
      ]}
    >
      <FlatRoutes>
        <Route path="/workflow-runs" element={<WorkflowRunsPage />} />
        <Route
          path="/catalog/:namespace/:kind/:name"
          element={<CatalogEntityPage />}
        >
          <EntityLayout>
            <EntityLayout.Route
              path="/runs"
              title="Runs"
              if={isWorkflowRunsAvailable}
            >
              <EntityWorkflowRunsContent />
            </EntityLayout.Route>
            <EntityLayout.Route
              path="/one-run"
              title="Run detail"
              if={isWorkflowRunsAvailable}
            >
              <EntityWorkflowRunDetailContent />
            </EntityLayout.Route>
            <EntityLayout.Route
              path="/numbers"
              title="Statistics"
              if={isWorkflowRunsAvailable}
            >
              <EntityWorkflowStatisticsContent />
            </EntityLayout.Route>
          </EntityLayout>
        </Route>
      </FlatRoutes>
      <Address />
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: {
        '/catalog': catalogPlugin.routes.catalogIndex,
      },
    },
  );
}

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{pathname + search}</output>;
}
const address = () => screen.getByTestId('address');

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
  alerts.post.mockClear();
});
afterEach(() => {
  restore();
});

describe('the page in a portal on the old frontend system', () => {
  it('leads from the list to a run, to its comparison, and back', async () => {
    const user = userEvent.setup();
    await openPortal('/workflow-runs');
    expect(
      await screen.findByRole('heading', { name: 'Workflow runs' }),
    ).toBeInTheDocument();
    const row = await screen.findByTestId('run-run_bad');
    await user.click(within(row).getByRole('link'));
    expect(address()).toHaveTextContent('/workflow-runs/runs/run_bad');
    expect(await screen.findByTitle('run_bad')).toBeInTheDocument();

    await user.click(
      await screen.findByRole('button', { name: /Compare with last good/ }),
    );
    expect(address()).toHaveTextContent(/^\/workflow-runs\/compare\?.*run_bad/);
    await user.click(screen.getByRole('link', { name: 'Workflow runs' }));
    expect(address()).toHaveTextContent(/^\/workflow-runs\/?$/);
  });

  it('leads from the list to the numbers, and to what is red', async () => {
    const user = userEvent.setup();
    await openPortal('/workflow-runs');
    await user.click(
      await screen.findByRole('link', { name: 'Red for my teams' }),
    );
    expect(address()).toHaveTextContent(
      '/workflow-runs/statistics?owner=mine&since=P1D',
    );
    expect(await screen.findByLabelText('Team')).toHaveValue('mine');
  });

  it('tells in an alert what has no place on the page', async () => {
    const user = userEvent.setup();
    const api = backend();
    await openPortal('/workflow-runs/runs/run_bad', api);
    const watch = await screen.findByRole('button', { name: /^Watch/ });
    api.fail('watchRun', apiError(503));
    await user.click(watch);
    expect(alerts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        message: expect.stringContaining('It could not be changed'),
        severity: 'error',
      }),
    );
  });
});

describe('the tabs of an entity', () => {
  it('list its runs, and open one beside the list wherever it is mounted', async () => {
    const user = userEvent.setup();
    await openPortal(`${ENTITY}/runs`);
    const row = await screen.findByTestId('run-run_good');
    await user.click(within(row).getByRole('link'));
    expect(address()).toHaveTextContent(`${ENTITY}/one-run?run=run_good`);
    expect(await screen.findByTitle('run_good')).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Statistics' }));
    expect(address()).toHaveTextContent(`${ENTITY}/numbers`);
    expect(
      await screen.findByRole('link', { name: /^Success rate: 90 %/ }),
    ).toBeInTheDocument();
  });

  it('are for entities of workflows only', () => {
    expect(isWorkflowRunsAvailable(entity)).toBe(true);
    expect(
      isWorkflowRunsAvailable({ ...entity, metadata: { name: 'website' } }),
    ).toBe(false);
  });
});

it('brings the client of the API', () => {
  const [factory] = [...workflowRunsPlugin.getApis()];
  expect(factory.api.id).toBe(workflowRunsApiRef.id);
  expect(
    factory.factory({
      discoveryApi: { getBaseUrl: jest.fn() },
      fetchApi: { fetch: jest.fn() },
    }),
  ).toBeInstanceOf(WorkflowRunsClient);
  expect(Object.keys(workflowRunsPlugin.routes)).toEqual(['root', 'run']);
});
