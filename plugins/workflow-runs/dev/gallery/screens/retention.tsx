import {
  aRetentionJob,
  aRetentionPreview,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PageContent } from '../../../src/layout/PageContent';
import { RetentionPage } from '../../../src/retention/RetentionPage';
import { inTurn, lookAgain, press, see, type } from '../acts';
import { but, portal } from '../backends';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';

const iso = (ageS: number) => new Date(Date.now() - ageS * 1_000).toISOString();
const LONG =
  'The store ‘folder’ keeps the artifact art_01JDA8M2Q6ZK3V7QKX2: EACCES: permission denied, unlink /mnt/artifacts/KX/art_01JDA8M2Q6ZK3V7QKX2';

/** Policies of all origins, and jobs of all kinds. */
const kept = but(portal, api => {
  const { retention } = api.retention;
  api.retention.retention = {
    ...retention,
    policies: [
      ...retention.policies,
      {
        tenantId: 'acme',
        workflow: null,
        status: null,
        days: { runs: 180, io: 60 },
        origin: 'configuration',
      },
      {
        tenantId: null,
        workflow: 'embedded/trial_activation',
        status: 'failed',
        days: { runs: 730, logs: 90 },
        origin: 'database',
      },
    ],
    legalHoldTags: [
      ...retention.legalHoldTags,
      { pattern: 'audit-*', origin: 'database' },
    ],
    revision: 3,
  };
  api.retention.jobs = [
    aRetentionJob({
      id: 'ret_4',
      kind: 'manual',
      startedBy: 'user:default/admin',
      status: 'running',
      startedAt: iso(40),
      updatedAt: iso(0),
      completedAt: null,
      progress: 0.42,
    }),
    aRetentionJob({
      id: 'ret_3',
      kind: 'run',
      startedBy: 'user:default/admin',
      reason: 'The customer has asked for it: PRV-1182',
      startedAt: iso(3_600),
      updatedAt: iso(3_600),
      completedAt: iso(3_600),
      lookedAt: 1,
      held: [],
    }),
    aRetentionJob({
      id: 'ret_2',
      startedAt: iso(86_400),
      updatedAt: iso(86_000),
      completedAt: iso(86_000),
      errors: [LONG],
      errorCount: 3,
    }),
    aRetentionJob({
      id: 'ret_1',
      status: 'aborted',
      abortedBy: 'user:default/admin',
      startedAt: iso(172_800),
      updatedAt: iso(172_700),
      completedAt: iso(172_700),
      deleted: [],
      held: [],
    }),
  ];
});

const page = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <RetentionPage />
    </PageContent>
  ),
  backend: kept,
  ...state,
});
const logs = /^Log lines, embedded\/trial_activation/;

export const retention: GalleryScreen = {
  title: 'Retention',
  states: {
    page: page({ sees: 'By schedule' }),
    'page-nothing-yet': page({
      backend: portal,
      sees: 'Nothing was deleted yet',
    }),
    preview: page({
      act: inTurn(see('By schedule'), type(logs, '60'), press('Preview')),
      sees: 'Would delete 12,381 runs',
    }),
    'preview-nothing': page({
      backend: but(kept, api => {
        api.retention.preview = aRetentionPreview({ amounts: [], held: [] });
      }),
      act: inTurn(see('By schedule'), press('Preview')),
      sees: 'Nothing would be deleted',
    }),
    'preview-partial': page({
      backend: but(kept, api => {
        api.retention.preview = aRetentionPreview({ isPartial: true });
      }),
      act: inTurn(see('By schedule'), press('Preview')),
      sees: 'oldest runs only',
    }),
    problems: page({
      act: inTurn(see('By schedule'), type(logs, '900')),
      sees: 'longer than the runs themselves are kept',
    }),
    'new-policy': page({
      act: inTurn(see('By schedule'), press('Add policy')),
      sees: 'say for how long at least one of them is kept',
    }),
    'dialog-start': page({
      backend: but(kept, api => {
        api.retention.jobs = api.retention.jobs.slice(1);
      }),
      act: inTurn(see('By schedule'), press('Delete now')),
      sees: 'Delete what is kept for too long?',
    }),
    'dialog-stop': page({
      act: inTurn(see('By schedule'), press(/^Stop the job of/)),
      sees: 'Stop deleting?',
    }),
    ...named(
      'policies',
      fiveStates({
        element: page({ sees: '' }).element,
        backend: kept,
        routes: ['getRetention'],
        error: 'The policies could not be loaded',
        empty: { backend: portal, sees: 'Nothing was deleted yet' },
        content: { sees: 'By schedule' },
      }),
    ),
    ...named(
      'jobs',
      fiveStates({
        element: page({ sees: '' }).element,
        backend: kept,
        routes: ['listRetentionJobs'],
        error: 'The jobs could not be loaded',
        empty: { backend: portal, sees: 'Nothing was deleted yet' },
        content: { sees: 'By schedule', readAnew: lookAgain },
      }),
    ),
  },
};
