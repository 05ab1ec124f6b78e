import {
  aFailureGroup,
  aRun,
  aSnapshot,
} from 'backstage-plugin-workflow-runs-react/testing';
import { FailureGroupPage } from '../../../src/failures/FailureGroupPage';
import { FailureGroups } from '../../../src/failures/FailureGroups';
import { FailuresPage } from '../../../src/failures/FailuresPage';
import { PageContent } from '../../../src/layout/PageContent';
import { RunsPage } from '../../../src/runs-list/RunsPage';
import { inTurn, lookAgain, press, see, type } from '../acts';
import { but, portal, unused } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';

const iso = (ageS: number) => new Date(Date.now() - ageS * 1_000).toISOString();
const LONG =
  'POST https://entitlements.internal.example.com/v2/accounts/8812/entitlements answered 503 Service Unavailable, after three attempts within ninety seconds, with no body and no header that would say when to try again';
const MISSING = 'You need the permission workflow-runs.run.resolve';
const refused = { allowed: false, reason: MISSING };

const latest = {
  firstSeen: iso(7_200),
  lastSeen: iso(120),
};
const snoozed = {
  state: 'snoozed' as const,
  snooze: {
    until: iso(-86_400),
    at: iso(600),
    actor: 'user:default/operator',
    reason: 'The vendor knows, and works on it: VND-1182',
  },
};
const resolved = {
  state: 'resolved' as const,
  failed: { count: 0, isMore: false },
  resolution: {
    at: iso(600),
    actor: 'user:default/operator',
    reason: 'Plans are validated before they are assigned',
  },
};

/** Groups of all kinds, with runs that belong to the first one. */
const failing = but(portal, api => {
  api.failureGroups.items = [
    aFailureGroup(latest),
    aFailureGroup({
      ...latest,
      id: 'fgr_2',
      stepKey: 'create_crm_contact',
      message: LONG,
      errorCode: '503',
      seen: { count: 1_000, isMore: true },
      failed: { count: 214, isMore: false },
      runbook: { url: 'https://runbooks.example.com/crm', of: 'workflow' },
    }),
    aFailureGroup({
      ...latest,
      id: 'fgr_3',
      stepKey: 'seed_demo_data',
      errorCategory: 'bug',
      errorCode: null,
      message: 'undefined is not a function',
      seen: { count: 1, isMore: false },
      failed: { count: 1, isMore: false },
    }),
    aFailureGroup({
      ...latest,
      ...snoozed,
      id: 'fgr_4',
      message: 'Identity check did not answer',
    }),
    aFailureGroup({
      ...latest,
      ...resolved,
      id: 'fgr_5',
      message: 'plan_id: not in catalogue',
    }),
  ];
  api.add({
    ...aSnapshot({
      run: aRun({ id: 'run_alike', status: 'failed', queuedAt: iso(130) }),
    }),
    failureGroup: {
      id: 'fgr_1',
      state: 'open',
      seen: { count: 17, isMore: false },
      firstSeen: latest.firstSeen,
    },
  });
});

const dashboard = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <RunsPage />
    </PageContent>
  ),
  backend: failing,
  ...state,
});
const list = (
  <PageContent>
    <FailuresPage />
  </PageContent>
);
const card = (
  <PageContent>
    <FailureGroups filter={{ workflow: ['embedded/trial_activation'] }} />
  </PageContent>
);
const group = (id = 'fgr_1') => (
  <PageContent>
    <FailureGroupPage groupId={id} />
  </PageContent>
);
const detail = (state: Partial<GalleryState> & { sees: string }) => ({
  element: group(),
  backend: failing,
  ...state,
});
const NAME = 'connect ECONNREFUSED postgres:5432';
const opened = (action: string, ...more: Parameters<typeof inTurn>) =>
  inTurn(see('Runs that failed so'), press(`${action}: ${NAME}`), ...more);

export const failures: GalleryScreen = {
  title: 'Failure groups',
  states: {
    dashboard: dashboard({ sees: NAME }),
    'dashboard-none': dashboard({ backend: portal, sees: 'none is open' }),
    'dashboard-retry': dashboard({
      act: press(`Retry 14 runs: ${NAME}`),
      sees: 'Retry 14 runs?',
    }),
    ...named(
      'dashboard',
      fiveStates({
        element: dashboard({ sees: '' }).element,
        backend: failing,
        routes: ['listFailureGroups'],
        error: 'The failure groups could not be loaded',
        empty: { backend: portal, sees: 'none is open' },
        content: { sees: NAME, readAnew: lookAgain },
      }),
    ),
    list: { element: list, backend: failing, sees: NAME },
    'list-snoozed': {
      element: list,
      backend: failing,
      query: 'state=snoozed',
      sees: 'Identity check did not answer',
    },
    'list-all': {
      element: list,
      backend: failing,
      query: 'state=all&workflow=embedded/trial_activation',
      sees: 'plan_id: not in catalogue',
    },
    ...named(
      'list',
      fiveStates({
        element: list,
        backend: failing,
        routes: ['listFailureGroups'],
        error: 'The failure groups could not be loaded',
        empty: { backend: unused, sees: 'No failure group is open' },
        content: { sees: NAME, readAnew: lookAgain },
      }),
    ),
    card: { element: card, backend: failing, sees: NAME },
    'card-empty': { element: card, backend: unused, sees: 'No run has failed' },
    group: detail({ sees: 'Runs that failed so' }),
    'group-long': detail({
      element: group('fgr_2'),
      sees: 'Open runbook of the workflow',
    }),
    'group-snoozed': detail({
      element: group('fgr_4'),
      sees: 'VND-1182',
    }),
    'group-resolved': detail({
      element: group('fgr_5'),
      sees: 'Resolved by operator',
    }),
    'group-as-table': detail({
      act: inTurn(see('Runs by day'), press(/^View as table/)),
      sees: 'View as chart',
    }),
    'group-not-there': detail({
      element: group('fgr_none'),
      sees: 'There is no such failure group',
    }),
    'group-viewer': detail({
      backend: but(failing, api => {
        api.failureGroups.items = api.failureGroups.items.map(each => ({
          ...each,
          allowedActions: {
            snooze: refused,
            resolve: refused,
            reopen: refused,
            runbook: refused,
          },
        }));
      }),
      sees: 'Runs that failed so',
    }),
    'group-some-hidden': detail({
      backend: but(failing, api => {
        api.failureGroups.items = [
          aFailureGroup({
            ...latest,
            seen: { count: 12, isMore: true },
            failed: { count: 9, isMore: true },
            episodes: { count: 1, isMore: true },
            latestEpisodes: [],
          }),
        ];
      }),
      sees: 'Episodes cannot be told',
    }),
    ...named(
      'group',
      fiveStates({
        element: group(),
        backend: failing,
        routes: ['getFailureGroup'],
        error: 'The failure group could not be loaded',
        empty: { backend: unused, sees: 'There is no such failure group' },
        content: { sees: 'Runs that failed so', readAnew: lookAgain },
      }),
    ),
    'dialog-snooze': detail({
      act: opened('Snooze'),
      sees: 'Let these failures rest?',
    }),
    'dialog-resolve': detail({
      act: opened('Resolve', type(/Reason/, 'The port was closed')),
      sees: 'Were these failures seen to?',
    }),
    'dialog-runbook': detail({
      act: opened('Runbook'),
      sees: 'Address of the runbook',
    }),
  },
};
