import {
  aLogLine,
  anAttempt,
  aPayload,
  aSnapshot,
  at,
  FakeRun,
} from 'backstage-plugin-workflow-runs-react/testing';
import { inTurn, lookAgain, press, see } from '../acts';
import { portal, RUN, runOf, withRun } from '../backends';
import { elsewhere } from '../elsewhere';
import { fiveStates, named } from '../fiveStates';
import { GalleryScreen, GalleryState } from '../screen';
import { unusualRuns } from '../unusual';
import { pageOf } from './runPage';

type Differs = Partial<GalleryState> & { sees: string };

const of = (run: string, step: string, state: Differs): GalleryState => ({
  element: pageOf(runOf(run)),
  backend: portal,
  query: `step=${step}`,
  ...state,
});

const ofElsewhere = (step: string, state: Differs): GalleryState => ({
  element: pageOf(RUN),
  backend: () => elsewhere(),
  query: `step=${step}`,
  ...state,
});

/** A step that has something of everything that a handler may tell. */
const talkative: Partial<FakeRun> = {
  steps: aSnapshot().steps.map(step =>
    step.stepKey === 'load_account'
      ? {
          ...step,
          spanId: '7f3ac21',
          resourceUsage: { tokens: 12_480, computeMs: 1_840 },
          validation: [
            { validator: 'known', passed: true, score: 0.93, reasons: [] },
            {
              validator: 'within_plan',
              passed: false,
              score: 0.45,
              reasons: ['A starter trial has ten seats at most'],
            },
          ] as never,
          report: {
            effectiveness: 0.5,
            businessIndicators: [
              { name: 'Seats', before: 0, after: 1_500, unit: 'seats' },
            ],
          },
        }
      : step,
  ),
  attempts: [
    anAttempt({ status: 'lost', completedAt: at(2), durationMs: 2_000 }),
    anAttempt({ number: 2, expected: false, startedAt: at(3) }),
  ],
  payloads: [
    aPayload({ stepKey: 'load_account' }),
    aPayload({ stepKey: 'load_account', direction: 'output' }),
  ],
  logs: [aLogLine()],
};

const values = inTurn(see('Overview'), press('Input/Output'));

export const stepPanel: GalleryScreen = {
  title: 'Panel of a step',
  states: {
    completed: of('completed', 'load_account', { sees: 'Retry policy' }),
    failed: of('failed', 'provision_entitlements', { sees: 'Stack trace' }),
    'failed-stack': of('failed', 'provision_entitlements', {
      act: press('Stack trace'),
      sees: 'entitlements.ts:42',
    }),
    lost: of('failed', 'create_workspace', { sees: 'unexpected' }),
    skipped: of('completed', 'import_history', {
      sees: 'Its condition was not met',
    }),
    pending: of('running', 'issue_license', {
      sees: 'It has not been tried yet',
    }),
    running: of('running', 'provision_entitlements', {
      sees: '2 of 3 entitlements active',
    }),
    held: {
      element: pageOf('run_held'),
      backend: portal,
      query: 'step=send_welcome_e_mail',
      sees: '503 Service Unavailable',
    },
    approval: {
      element: pageOf('run_waiting'),
      backend: portal,
      query: 'step=approve_trial',
      sees: 'Approve trial',
    },
    'retrying-elsewhere': ofElsewhere('chargeCard', {
      sees: 'attempt 3 of 5',
    }),
    'child-elsewhere': ofElsewhere('ShipOrder', { sees: 'Its run' }),
    talkative: {
      element: pageOf(RUN),
      backend: () => withRun(talkative),
      query: 'step=load_account',
      sees: 'Effectiveness',
    },
    'long-names': {
      element: pageOf('run_long'),
      backend: unusualRuns,
      query: 'step=load_account',
      sees: 'Retry policy',
    },
    values: {
      element: pageOf(RUN),
      backend: () => withRun(talkative),
      query: 'step=load_account',
      act: values,
      sees: 'acc_5512',
    },
    ...named(
      'values',
      Object.fromEntries(
        Object.entries(
          fiveStates({
            element: pageOf(RUN),
            backend: () => withRun(talkative),
            query: 'step=load_account',
            routes: ['listPayloads'],
            error: 'Input and output could not be loaded',
            empty: {
              backend: withRun,
              sees: 'This step has no input or output yet',
            },
            content: { sees: 'acc_5512', readAnew: lookAgain },
          }),
        ).map(([id, state]) => [
          id,
          { ...state, act: state.act ? inTurn(values, state.act) : values },
        ]),
      ),
    ),
    logs: of('failed', 'provision_entitlements', {
      act: inTurn(see('Overview'), async () =>
        document
          .querySelector<HTMLElement>('#workflow-runs-step-tab-logs')
          ?.click(),
      ),
      sees: 'answered 503',
    }),
  },
};
