import { ReactElement } from 'react';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { EntityRunDetail } from '../../../src/entity/EntityRunDetail';
import { EntityRuns } from '../../../src/entity/EntityRuns';
import { lookAgain } from '../acts';
import { portal, runOf, unused } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen } from '../screen';

/** The catalog draws the frame of a tab in the portal; here it is a margin. */
const onEntity = (tab: ReactElement) => (
  <EntityProvider
    entity={{
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'trial-activation',
        annotations: { [WORKFLOW_ANNOTATION]: 'embedded/trial_activation' },
      },
    }}
  >
    <main style={{ padding: 24 }}>{tab}</main>
  </EntityProvider>
);

const runs = onEntity(<EntityRuns />);
const detail = onEntity(<EntityRunDetail />);

export const entityTabs: GalleryScreen = {
  title: 'Tabs of an entity',
  states: {
    runs: { element: runs, backend: portal, sees: 'shown, newest first' },
    ...named(
      'runs',
      fiveStates({
        element: runs,
        backend: portal,
        routes: ['listRuns', 'getRun'],
        error: 'The runs could not be loaded',
        empty: { backend: unused, sees: 'This workflow has not run yet' },
        content: { sees: 'shown, newest first', readAnew: lookAgain },
      }),
    ),
    'run-detail': { element: detail, backend: portal, sees: 'Progress' },
    'run-detail-chosen': {
      element: detail,
      backend: portal,
      query: `run=${runOf('failed')}`,
      sees: 'What happened',
    },
    ...named(
      'run-detail',
      fiveStates({
        element: detail,
        backend: portal,
        routes: ['listRuns'],
        error: 'The latest run could not be loaded',
        empty: { backend: unused, sees: 'This workflow has not run yet' },
        content: { sees: 'Progress' },
      }),
    ),
  },
};
