import { EntityProvider } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import { aSlos } from 'backstage-plugin-workflow-runs-react/testing';
import { EntityHealth } from '../../../src/entity/EntityHealth';
import { PageContent } from '../../../src/layout/PageContent';
import { ObjectivesCard } from '../../../src/slos/ObjectivesCard';
import { WorkflowObjectives } from '../../../src/slos/WorkflowObjectives';
import { lookAgain, press } from '../acts';
import { but } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen } from '../screen';
import {
  BURNING,
  expecting,
  FEW,
  MET,
  MISSED,
  OF_TEAM,
  PROBLEM,
  SLOW,
} from '../slos';

const workflow = (
  <PageContent>
    <WorkflowObjectives
      workflow="embedded/trial_activation"
      environment={undefined}
      listHref={() => '/workflow-runs'}
    />
  </PageContent>
);
const several = (
  <PageContent>
    <ObjectivesCard
      filter={{}}
      listHref={() => '/workflow-runs'}
      workflowHref={() => '/workflow-runs/statistics'}
    />
  </PageContent>
);
const health = (
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
    <main style={{ padding: 24, maxWidth: 560 }}>
      <EntityHealth />
    </main>
  </EntityProvider>
);

const ofTeam = but(expecting([]), api => {
  api.onSlos = () => OF_TEAM;
});

export const slos: GalleryScreen = {
  title: 'Objectives',
  states: {
    missed: {
      element: workflow,
      backend: expecting([MISSED, SLOW]),
      sees: 'overspent by',
    },
    'as-table': {
      element: workflow,
      backend: expecting([MISSED]),
      act: press('View as table: Success rate ≥ 99 %'),
      sees: 'View as chart',
    },
    met: {
      element: workflow,
      backend: expecting([MET]),
      sees: 'On target',
    },
    burning: {
      element: workflow,
      backend: expecting([{ ...BURNING, environment: 'prod' }, MET]),
      sees: 'Burning fast',
    },
    'few-runs': {
      element: workflow,
      backend: expecting([FEW]),
      sees: 'Too few runs to judge',
    },
    'not-exact': {
      element: workflow,
      backend: expecting([{ ...MET, capped: true }]),
      sees: 'too many to look at one by one',
    },
    refused: {
      element: workflow,
      backend: expecting([], { problems: [PROBLEM] }),
      sees: 'is ignored',
    },
    ...fiveStates({
      element: workflow,
      backend: expecting([MET]),
      routes: ['getWorkflowSlos'],
      error: 'The objectives could not be loaded',
      empty: { backend: expecting([]), sees: 'No objective is set' },
      content: { sees: 'On target', readAnew: lookAgain },
    }),
    several: { element: several, backend: ofTeam, sees: 'Burning slowly' },
    'several-met': {
      element: several,
      backend: expecting([MET]),
      sees: 'All objectives are met',
    },
    ...named(
      'several',
      fiveStates({
        element: several,
        backend: ofTeam,
        routes: ['listSlos'],
        error: 'The objectives could not be loaded',
        empty: {
          backend: but(ofTeam, api => {
            api.onSlos = () => aSlos();
          }),
          sees: 'No workflow here has an objective',
        },
        content: { sees: 'Burning slowly', readAnew: lookAgain },
      }),
    ),
    health: {
      element: health,
      backend: expecting([MISSED]),
      sees: 'Budget exhausted',
    },
  },
};
