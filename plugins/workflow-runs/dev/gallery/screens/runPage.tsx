import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  actionsAllowed,
  aLogLine,
  anAction,
  aRun,
  aSnapshot,
  aStep,
  at,
  FakeRun,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PageContent } from '../../../src/layout/PageContent';
import { RunPage } from '../../../src/run-page/RunPage';
import { inTurn, press, see } from '../acts';
import {
  but,
  failing,
  breakdown,
  offline,
  portal,
  refusal,
  RUN,
  runOf,
  silent,
  unused,
  withRun,
} from '../backends';
import { elsewhere } from '../elsewhere';
import { passTime } from '../frozenClock';
import { GalleryScreen, GalleryState } from '../screen';
import { ended, unusual, unusualRuns } from '../unusual';

type Differs = Partial<GalleryState> & { sees: string };

/** The page of a run. */
export const pageOf = (runId: string) => (
  <PageContent>
    <RunPage runId={runId} place="page" />
  </PageContent>
);

/** A run of the portal. */
const known = (runId: string, state: Differs) => ({
  element: pageOf(runId),
  backend: portal,
  ...state,
});

/** A run of three steps; say what differs. */
const small = (
  run: Partial<Run>,
  state: Differs,
  more: Partial<FakeRun> = {},
) => ({
  element: pageOf(RUN),
  backend: () => withRun({ run: aRun(run), ...more }),
  ...state,
});

const waiting = (waitingFor: Step['waitingFor']): Partial<FakeRun> => ({
  steps: aSnapshot().steps.map(step =>
    step.status === 'running' ? { ...step, waitingFor } : step,
  ),
});

const AGE_MS = 72_000;

export const runPage: GalleryScreen = {
  title: 'Run page',
  states: {
    queued: known(runOf('queued'), { sees: 'Queued' }),
    'queued-no-worker': small(
      {
        status: 'queued',
        startedAt: null,
        blockedReason: 'no worker offers create_workspace@1',
      },
      { sees: 'Waiting: no worker offers' },
    ),
    'just-accepted': known(runOf('new'), { sees: 'no steps yet' }),
    running: known(runOf('running'), { sees: '2 of 3 entitlements active' }),
    pausing: small({ pauseRequested: true }, { sees: 'Pausing' }),
    'asked-elsewhere': small(
      { nativeStatus: 'BUSY' },
      { sees: 'waiting for the engine' },
      { actions: [anAction({ status: 'requested', completedAt: null })] },
    ),
    'unanswered-elsewhere': small(
      { nativeStatus: 'BUSY' },
      { sees: 'nothing came of it' },
      {
        actions: [
          anAction({
            status: 'failed',
            message: 'The engine did not come for the request within 300 s',
          }),
        ],
      },
    ),
    'of-an-engine-elsewhere': {
      element: pageOf(RUN),
      backend: () => elsewhere(),
      sees: 'reset of',
    },
    paused: small({ status: 'paused' }, { sees: 'Paused' }),
    'paused-poison': small(
      { status: 'paused', blockedReason: 'poison' },
      { sees: 'has taken its worker with it' },
    ),
    'waiting-for-approval': known('run_waiting', {
      sees: 'Approve trial waits for approval',
    }),
    'waiting-for-event': small(
      {},
      { sees: 'waits for the event signed_in' },
      waiting({ kind: 'event', name: 'signed_in', until: at(600) }),
    ),
    'waiting-for-time': small(
      {},
      { sees: 'waits until' },
      waiting({ kind: 'time', until: at(600) }),
    ),
    'waiting-for-child': small(
      {},
      { sees: 'waits for' },
      waiting({ kind: 'child', workflow: 'provision_workspace' }),
    ),
    'at-risk': small(
      { sla: { status: 'at_risk', targetMs: 100_000, dueAt: at(100) } },
      { sees: 'At risk' },
    ),
    'likely-late': small(
      { sla: { status: 'at_risk', targetMs: 100_000, dueAt: at(100) } },
      { sees: 'likely to finish' },
      {
        forecast: {
          finish: { earliest: at(120), likely: at(148), latest: at(190) },
          breachChance: 0.97,
          runs: 240,
        },
      },
    ),
    'longer-than-ever': small(
      {},
      { sees: 'longer than ever at step 2' },
      {
        forecast: {
          reason: 'longer_than_ever',
          becauseOf: 'create_workspace',
          runs: 240,
        },
      },
    ),
    breached: small(
      { sla: { status: 'breached', targetMs: 60_000, dueAt: at(60) } },
      { sees: 'Breached by' },
    ),
    'held-step': known('run_held', {
      sees: 'Send welcome e-mail has failed, and waits for you',
    }),
    canceling: small({ status: 'canceling' }, { sees: 'Canceling' }),
    failed: small(
      ended('failed', {
        error: {
          category: 'bug',
          code: null,
          message: 'Cannot read properties of undefined (reading “plan”)',
          stepKey: 'create_workspace',
        },
      }),
      { sees: 'What happened' },
      {
        steps: [
          aStep({ status: 'completed', attempts: 1, durationMs: 4_000 }),
          aStep({
            stepKey: 'create_workspace',
            stepNumber: 2,
            status: 'failed',
            attempts: 1,
            startedAt: at(4),
            completedAt: at(60),
          }),
          aStep({
            stepKey: 'send_mail',
            stepNumber: 3,
            status: 'skipped',
            skipReason: 'upstream_failed',
          }),
        ],
      },
    ),
    'failed-and-rolled-back': known(runOf('failed'), {
      sees: 'gave up after 3 attempts',
    }),
    'rollback-failed': known('run_stuck', {
      sees: '1 step could not be rolled back',
    }),
    canceled: known(runOf('canceled'), {
      sees: 'Started for the wrong account',
    }),
    completed: known(runOf('completed'), { sees: 'All steps done' }),
    'completed-in-part': known('run_partial', { sees: 'Completed in part' }),
    resolved: small(
      ended('failed', {
        resolution: {
          note: 'The account was set up by hand',
          actor: 'user:default/ada',
          at: at(80),
        },
      }),
      { sees: 'The account was set up by hand' },
    ),
    loading: {
      element: pageOf(RUN),
      backend: silent(withRun, 'getRun'),
      sees: 'Loading',
    },
    missing: {
      element: pageOf('run_gone'),
      backend: unused,
      sees: 'This run does not exist or you may not see it',
    },
    error: {
      element: pageOf(RUN),
      backend: failing(withRun, breakdown(), 'getRun'),
      sees: 'The run could not be loaded',
    },
    forbidden: {
      element: pageOf(RUN),
      backend: failing(withRun, refusal(), 'getRun'),
      sees: 'You may not see this',
    },
    stale: small(
      {},
      {
        act: inTurn(see('Live'), async api => {
          passTime(AGE_MS);
          for (const id of ['getRun', 'stream']) api.fail(id, offline());
          api.streams.end(RUN, offline());
        }),
        sees: 'Shown as of',
      },
    ),
    'read-only': small(
      {
        allowedActions: Object.fromEntries(
          Object.keys(actionsAllowed()).map(action => [
            action,
            {
              allowed: false,
              reason: `You need the permission workflow-runs.run.${action}`,
            },
          ]),
        ) as Run['allowedActions'],
      },
      { act: inTurn(see('Live'), press('More actions')), sees: 'Clone' },
    ),
    'long-names': {
      element: pageOf('run_long'),
      backend: unusualRuns,
      sees: 'Reconcile',
    },
    'long-names-failed': {
      element: pageOf('run_long'),
      backend: but(unusualRuns, api => {
        const run = api.runs.find(each => each.run.id === 'run_long')!;
        Object.assign(run, {
          run: {
            ...run.run,
            ...ended('failed', {
              error: {
                category: 'external_api',
                code: 'E'.repeat(80),
                message: `Refused: ${'x'.repeat(400)}`,
                stepKey: 'create_workspace',
              },
            }),
          },
          logs: [aLogLine({ message: 'y'.repeat(2_000) })],
        });
      }),
      sees: 'What happened',
    },
    'right-to-left': {
      element: pageOf('run_rtl'),
      backend: unusualRuns,
      sees: 'שלום',
    },
    'unknown-status': {
      element: pageOf(unusual.unknown.run!.id),
      backend: unusualRuns,
      sees: 'HIBERNATING_IN_CAVE',
    },
    'export-menu': known(runOf('completed'), {
      act: inTurn(see('All steps done'), press('Export')),
      sees: 'Notebook (Jupyter)',
    }),
  },
};
