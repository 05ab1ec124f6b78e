import { ReactElement } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import {
  identityApiRef,
  ToastApi,
  toastApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  workflowRunsApiRef,
  WorkflowRunsProvider,
} from 'backstage-plugin-workflow-runs-react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { CatalogApi } from '@backstage/catalog-client';
import {
  entityRunDetailRouteRef,
  entityRunsRouteRef,
  entityStatisticsRouteRef,
  rolledUpRunsRouteRef,
  rolledUpStatisticsRouteRef,
  rootRouteRef,
} from '../routes';

/** Who looks at what is rendered. */
const READER = {
  userEntityRef: 'user:default/guest',
  ownershipEntityRefs: ['user:default/guest', 'group:default/team-growth'],
};

/** Renders in an app whose backend is the given one. */
export function renderScreen(
  element: ReactElement,
  api: FakeWorkflowRuns,
  path = '/',
  /** Where messages go, for a test that reads them. */
  toasts: ToastApi = { post: () => ({ close: () => {} }) },
  catalog: CatalogApi = catalogApiMock(),
) {
  return renderInTestApp(
    <WorkflowRunsProvider>
      <Routes>
        <Route path="*" element={element} />
      </Routes>
      <Address />
    </WorkflowRunsProvider>,
    {
      apis: [
        [workflowRunsApiRef, api],
        [toastApiRef, toasts],
        [identityApiRef, mockApis.identity(READER)],
        [catalogApiRef, catalog],
      ],
      mountedRoutes: {
        '/workflow-runs': rootRouteRef,
        '/entity/workflow-runs': entityRunsRouteRef,
        '/entity/workflow-run': entityRunDetailRouteRef,
        '/entity/workflow-statistics': entityStatisticsRouteRef,
        '/entity/rolled-up-runs': rolledUpRunsRouteRef,
        '/entity/rolled-up-statistics': rolledUpStatisticsRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
}

/** What stands in the address bar. */
function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{pathname + search}</output>;
}

/** Lets elements have the size that a browser would give them; for lists that show what fits. */
export function giveElementsSize(width = 1_200, height = 560) {
  const sizes: [keyof HTMLElement, number][] = [
    ['clientWidth', width],
    ['offsetWidth', width],
    ['clientHeight', height],
    ['offsetHeight', height],
  ];
  const spies = sizes.map(([name, value]) =>
    jest
      .spyOn(HTMLElement.prototype, name as 'clientWidth', 'get')
      .mockReturnValue(value),
  );
  return () => spies.forEach(spy => spy.mockRestore());
}
