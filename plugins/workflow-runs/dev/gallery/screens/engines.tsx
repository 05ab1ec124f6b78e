import {
  aFreshness,
  aRun,
  anEngine,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { EnginesPage } from '../../../src/engines/EnginesPage';
import { PageContent } from '../../../src/layout/PageContent';
import { inTurn, lookAgain, press, see } from '../acts';
import { but, portal, refusal, RUN, withRun } from '../backends';
import { fiveStates } from '../fiveStates';
import { GalleryScreen } from '../screen';
import { pageOf } from './runPage';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1_000).toISOString();
const LONG =
  'connect ECONNREFUSED 10.20.30.40:7233 while asking for what has changed since this morning';

const page = (
  <PageContent>
    <EnginesPage />
  </PageContent>
);
const withEngines = but(portal, (api: FakeWorkflowRuns) => {
  api.engines = [
    anEngine({ syncedAt: ago(12) }),
    anEngine({
      id: 'templates',
      title: 'Software templates',
      state: 'syncing',
      syncedAt: null,
      backlog: [
        { kind: 'run', count: 2, runs: 0 },
        { kind: 'backfill', count: 1, runs: 12_400 },
      ],
    }),
    anEngine({
      id: 'airflow-eu',
      title: 'Airflow, Frankfurt',
      environment: 'staging',
      state: 'backing_off',
      isStale: true,
      syncedAt: ago(4_000),
      lastError: LONG,
      lastErrorAt: ago(40),
      retryAt: ago(-80),
      backlog: [
        { kind: 'open', count: 1, runs: 300 },
        { kind: 'window', count: 1, runs: 0 },
      ],
    }),
    anEngine({
      id: 'deploys',
      title: 'deploys',
      state: 'pushed',
      syncedAt: null,
      sync: { allowed: false, reason: 'This engine cannot do that: sync' },
    }),
    anEngine({
      id: 'nightly',
      title: 'Nightly jobs',
      state: 'off',
      syncedAt: ago(90_000),
      sync: {
        allowed: false,
        reason: 'The portal is not to ask engines: workflowRuns.sync',
      },
    }),
  ];
});
const followed = (freshness: Parameters<typeof aFreshness>[0]) =>
  withRun({ run: aRun(), freshness: aFreshness(freshness) });

export const engines: GalleryScreen = {
  title: 'Engines',
  states: {
    filled: { element: page, backend: withEngines, sees: 'Does not answer' },
    refused: {
      element: page,
      backend: but(withEngines, (api: FakeWorkflowRuns) =>
        api.fail('syncEngine', refusal()),
      ),
      act: inTurn(see('Builds'), press('Sync now: Builds')),
      sees: 'Missing permission',
    },
    ...fiveStates({
      element: page,
      backend: withEngines,
      routes: ['listEngines'],
      error: 'The engines could not be loaded',
      empty: { backend: portal, sees: 'No workflow runs elsewhere' },
      content: { sees: 'Does not answer', readAnew: lookAgain },
    }),
    run: {
      element: pageOf(RUN),
      backend: () => followed({ syncedAt: ago(12) }),
      sees: 'Sync now',
    },
    'run-not-answering': {
      element: pageOf(RUN),
      backend: () =>
        followed({
          syncedAt: ago(400),
          isStale: true,
          problem: 'The engine does not answer; it is asked again in 12 s',
        }),
      sees: 'No news from the engine',
    },
  },
};
