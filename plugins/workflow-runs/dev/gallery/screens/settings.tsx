import {
  anAuditEntry,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { AccessDialog } from '../../../src/audit/AccessDialog';
import { AuditPage } from '../../../src/audit/AuditPage';
import { PageContent } from '../../../src/layout/PageContent';
import { KeysPage } from '../../../src/sealing-keys/KeysPage';
import { inTurn, lookAgain, press, see, type } from '../acts';
import { but, portal, RUN, unused, withRun } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen } from '../screen';

const iso = (ageS: number) => new Date(Date.now() - ageS * 1_000).toISOString();
const origin = {
  remoteAddress: '10.20.30.40',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
  requestId: 'req-4711',
};
const LONG =
  'The customer has asked for it twice, by telephone and in writing, and the account is to be closed before the end of the quarter. ';

/** All that an entry can be. */
const trail = but(portal, api => {
  api.audit.items = [
    anAuditEntry({
      id: 'aud_9',
      at: iso(40),
      action: 'cancel',
      before: { status: 'running' },
      after: { status: 'canceling' },
      reason: LONG.repeat(3),
      origin,
    }),
    anAuditEntry({
      id: 'aud_8',
      at: iso(90),
      actor: 'user:default/viewer',
      action: 'export',
      event: 'run-fetch',
      outcome: 'refused',
      reason: null,
      refusal: { permission: 'workflow-runs.run.export', runStatus: null },
      origin,
    }),
    anAuditEntry({
      id: 'aud_7',
      at: iso(400),
      action: 'tag',
      reason: "Bulk job 'Tidy up': they are known",
      before: { tags: ['a'] },
      after: { tags: ['a', 'known', 'vendor'] },
      runId: 'run_of_long_ago',
      isRunKept: false,
    }),
    anAuditEntry({
      id: 'aud_6',
      at: iso(4_000),
      action: 'rerun',
      reason: 'The printer was off',
      resultRunId: 'run_01JDA9ZZZZZZZZZZZZ',
    }),
    anAuditEntry({
      id: 'aud_5',
      at: iso(9_000),
      actor: 'external:nightly-cleanup-of-everything',
      event: 'key-mutate',
      action: 'shred',
      outcome: 'failed',
      message: 'Error',
      runId: null,
      workflow: null,
      after: { shredded: 12, goingOn: 1 },
    }),
    anAuditEntry({
      id: 'aud_4',
      at: iso(90_000),
      action: 'start_bulk_job',
      outcome: 'pending',
      runId: null,
      workflow: null,
    }),
  ];
});

const keys = (change: (api: FakeWorkflowRuns) => void = () => {}) =>
  but(portal, change);
const rotating = keys(api => {
  api.audit.keys = {
    items: [
      { id: '2026-11', isConfigured: true, isActive: true, runs: 1_204 },
      { id: '2025-11', isConfigured: true, isActive: false, runs: 321 },
      { id: '2024-11', isConfigured: false, isActive: false, runs: 12 },
    ],
    unreadable: 12,
    isGenerated: false,
    rotation: { left: 321, isUnderWay: true },
  };
});

const auditPage = (
  <PageContent>
    <AuditPage />
  </PageContent>
);
const keysPage = (
  <PageContent>
    <KeysPage />
  </PageContent>
);
const access = (
  <PageContent>
    <AccessDialog runId={RUN} onClose={() => {}} />
  </PageContent>
);

export const settings: GalleryScreen = {
  title: 'Settings',
  states: {
    audit: { element: auditPage, backend: trail, sees: 'The run is deleted' },
    'audit-filtered': {
      element: auditPage,
      backend: trail,
      query: 'outcome=refused&from=2020-01-01',
      sees: 'Clear filters',
    },
    'audit-no-match': {
      element: auditPage,
      backend: trail,
      query: 'actor=user:default/nobody',
      sees: 'Nothing fits the filters',
    },
    ...named(
      'audit',
      fiveStates({
        element: auditPage,
        backend: trail,
        routes: ['listAudit'],
        error: 'The audit trail could not be loaded',
        empty: { backend: unused, sees: 'Nobody has done anything yet' },
        content: { sees: 'The run is deleted', readAnew: lookAgain },
      }),
    ),
    keys: { element: keysPage, backend: keys(), sees: 'Active: seals' },
    'keys-rotating': {
      element: keysPage,
      backend: rotating,
      sees: 'Not configured: cannot be opened',
    },
    'keys-generated': {
      element: keysPage,
      backend: keys(api => {
        api.audit.keys.isGenerated = true;
      }),
      sees: 'generated for development',
    },
    'keys-shred': {
      element: keysPage,
      backend: keys(),
      act: inTurn(see('Active: seals'), press(/^Shred keys/)),
      sees: 'Shred keys for good?',
    },
    ...named(
      'keys',
      fiveStates({
        element: keysPage,
        backend: keys(),
        routes: ['getKeys'],
        error: 'The state of the keys could not be loaded',
        empty: {
          backend: keys(api => {
            api.audit.keys.items = [];
          }),
          sees: 'No key is configured',
        },
        content: { sees: 'Active: seals', readAnew: lookAgain },
      }),
    ),
    access: {
      element: access,
      backend: withRun,
      sees: 'What this cannot know',
    },
    'access-of-one': {
      element: access,
      backend: withRun,
      act: inTurn(
        see('What this cannot know'),
        type(/Ask about/, 'user:default/ada'),
        press('Ask'),
      ),
      sees: 'user:default/ada can see it',
    },
    'access-foreign': {
      element: access,
      backend: but(withRun, api => {
        api.audit.access = {
          isConfigured: false,
          grants: [],
          limits: ['foreign_policy', 'policy_is_code', 'database'],
        };
      }),
      sees: 'Nobody by the configuration',
    },
  },
};
