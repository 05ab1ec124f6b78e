import { EntityProvider } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  aRun,
  aSnapshot,
  aStatistics,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { EntityHealth } from '../../../src/entity/EntityHealth';
import { EntityStatistics } from '../../../src/entity/EntityStatistics';
import { PageContent } from '../../../src/layout/PageContent';
import { StatisticsPage } from '../../../src/statistics/StatisticsPage';
import { inTurn, lookAgain, press, see } from '../acts';
import { but, unused } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { NOW } from '../frozenClock';
import { GalleryScreen } from '../screen';
import { busy, quiet, team, telling, WORKFLOWS } from '../statistics';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'trial-activation',
    annotations: { [WORKFLOW_ANNOTATION]: 'embedded/trial_activation' },
  },
};
const tab = (
  <EntityProvider entity={entity}>
    <main style={{ padding: 24 }}>
      <EntityStatistics />
    </main>
  </EntityProvider>
);
const page = (
  <PageContent>
    <StatisticsPage />
  </PageContent>
);
const health = (
  <EntityProvider entity={entity}>
    <main style={{ padding: 24, maxWidth: 560 }}>
      <EntityHealth />
    </main>
  </EntityProvider>
);

/** The last run of one of the team’s workflows failed. */
const teamBackend = but(telling(team), api => {
  for (const [index, workflow] of WORKFLOWS.entries()) {
    api.add(
      aSnapshot({
        run: aRun({
          id: `run_last_${index}`,
          workflow,
          status: index % 2 === 1 ? 'failed' : 'completed',
          completedAt: new Date(NOW - 60_000 * (index + 1)).toISOString(),
          durationMs: 60_000,
        }),
      }),
    );
  }
});
const onlyOpen = (): FakeWorkflowRuns => {
  const api = unused();
  api.add(aSnapshot());
  return api;
};
const LAG_MS = 28 * 60_000;
const behind = telling(busy, statistics => ({
  ...statistics,
  freshAt: new Date(NOW - LAG_MS).toISOString(),
}));
const inexact = telling(busy, statistics => ({
  ...statistics,
  coverage: {
    exact: false,
    scannedRuns: 10_000,
    skipped: 'runs queued before 1 November',
  },
}));

export const statistics: GalleryScreen = {
  title: 'Statistics',
  states: {
    workflow: {
      element: tab,
      query: 'since=P30D',
      backend: telling(busy),
      sees: 'Most retried steps',
    },
    'workflow-as-tables': {
      element: tab,
      query: 'since=P30D',
      backend: telling(busy),
      act: press(
        'View as table: Runs by outcome',
        'View as table: Duration',
        'View as table: Success rate',
        'View as table: Failure causes',
        'View as table: Slowest steps',
        'View as table: Most retried steps',
        'View as table: Versions side by side',
      ),
      sees: 'View as chart',
    },
    'workflow-custom-time': {
      element: tab,
      backend: telling(busy),
      act: inTurn(see('Slowest steps'), press('Custom')),
      sees: 'Ended before',
    },
    'workflow-few-runs': {
      element: tab,
      backend: telling(quiet),
      sees: 'too few to compare',
    },
    'workflow-only-open': {
      element: tab,
      backend: onlyOpen,
      sees: 'Still going on: 1.',
    },
    'workflow-other-time': {
      element: tab,
      backend: telling(() => aStatistics()),
      sees: 'ended at other times',
    },
    'workflow-behind': {
      element: tab,
      backend: behind,
      sees: 'Counted up to',
    },
    'workflow-not-exact': {
      element: tab,
      backend: inexact,
      sees: 'Not all runs that you may see are counted',
    },
    'workflow-address-wrong': {
      element: tab,
      query: 'since=P5Y&from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z',
      backend: telling(busy),
      sees: 'The link asks for',
    },
    ...named(
      'workflow',
      fiveStates({
        element: tab,
        backend: telling(busy),
        routes: ['getStatistics'],
        error: 'The statistics could not be loaded',
        empty: { backend: unused, sees: 'There are no runs yet' },
        content: { sees: 'Slowest steps', readAnew: lookAgain },
      }),
    ),
    page: { element: page, backend: teamBackend, sees: 'What is red' },
    'page-my-teams': {
      element: page,
      query: 'owner=mine&since=P30D',
      backend: teamBackend,
      sees: 'Last run failed',
    },
    'page-nothing-red': {
      element: page,
      backend: but(telling(busy), api => {
        api.onStatistics = query => ({
          ...busy(query),
          workflows: WORKFLOWS.map(workflow => ({
            workflow,
            figures: busy(query).total,
          })),
        });
        api.runs = [];
      }),
      sees: 'Nothing is red',
    },
    ...named(
      'page',
      fiveStates({
        element: page,
        backend: teamBackend,
        routes: ['getStatistics'],
        error: 'The statistics could not be loaded',
        empty: { backend: unused, sees: 'There are no runs yet' },
        content: { sees: 'What is red' },
      }),
    ),
    health: { element: health, backend: telling(busy), sees: 'day by day' },
    'health-few-runs': {
      element: health,
      backend: telling(quiet),
      sees: 'Too few runs for a trend',
    },
    ...named(
      'health',
      fiveStates({
        element: health,
        backend: telling(busy),
        routes: ['getStatistics'],
        error: 'The health of the runs could not be loaded',
        empty: { backend: unused, sees: 'No run has ended within 30 days' },
        content: { sees: 'day by day' },
      }),
    ),
  },
};
