import {
  actionsAllowed,
  anAction,
  apiError,
  aPayload,
  aRun,
  aStep,
  at,
  aWorkflow,
  FakeRun,
} from 'backstage-plugin-workflow-runs-react/testing';
import { inTurn, keys, press, see, type } from '../acts';
import {
  breakdown,
  but,
  failing,
  portal,
  RUN,
  runOf,
  silent,
  withRun,
} from '../backends';
import { elsewhere } from '../elsewhere';
import { GalleryScreen, GalleryState } from '../screen';
import { pageOf } from './runPage';

type Differs = Partial<GalleryState> & { sees: string };

const menu = (item: string | RegExp) => press('More actions', item);

/** A dialog of a run of the portal. */
const dialog = (run: string, state: Differs) => ({
  element: pageOf(runOf(run)),
  backend: portal,
  ...state,
});

/** A dialog of a step of a small run that is running. */
const ofStep = (state: Differs, run?: Partial<FakeRun>) => ({
  element: pageOf(RUN),
  backend: () => withRun(run),
  query: 'step=create_workspace',
  ...state,
});

const stepMenu = (item: string | RegExp) =>
  press('Actions of create_workspace', item);

const running = (act: GalleryState['act'] & {}) => inTurn(see('Live'), act);

/** A dialog of a run of an engine elsewhere. */
const ofElsewhere = (state: Differs) => ({
  element: pageOf(RUN),
  backend: () => elsewhere(),
  ...state,
});

const way = (value: string) =>
  inTurn(see('What for'), async () =>
    document.querySelector<HTMLElement>(`[value=${value}]`)?.click(),
  );

const withOperation = but(
  () =>
    withRun({
      actions: [
        anAction({
          action: 'node_action',
          status: 'accepted',
          stepKey: 'create_workspace',
          actor: 'user:default/admin',
        }),
      ],
    }),
  api => {
    const workflow = aWorkflow();
    workflow.definition.steps = [
      {
        ...workflow.definition.steps[0],
        key: 'create_workspace',
        actions: [
          {
            name: 'use_region',
            title: 'Use another region',
            description: 'Creates the workspace where there is still room',
            inputSchema: {
              type: 'object',
              properties: { region: { type: 'string', title: 'Region' } },
              required: ['region'],
            },
            handler: { name: 'use_region', version: 1 },
            then: 'complete',
          },
        ],
      } as never,
    ];
    api.workflows = [workflow];
  },
);

const awaitsEvent: Partial<FakeRun> = {
  steps: [
    aStep({
      stepKey: 'create_workspace',
      status: 'running',
      startedAt: at(4),
      waitingFor: { kind: 'event', name: 'signed_in', until: null },
    }),
  ],
};

const withCutInput = but(portal, api => {
  for (const run of api.runs) {
    run.payloads = [aPayload({ truncated: true, bytes: 70_000 })];
  }
});

const conflict = apiError(409, {
  name: 'ConflictError',
  message: 'The run has ended',
  runStatus: 'completed',
  allowedActions: {
    rerun: { allowed: true, reason: null },
    clone: { allowed: true, reason: null },
  },
});

export const dialogs: GalleryScreen = {
  title: 'Dialogs of a run',
  states: {
    'more-actions': dialog('running', {
      act: running(press('More actions')),
      sees: 'Send an event',
    }),
    'delete-for-good': dialog('failed', {
      act: press('More actions', 'Delete for good …'),
      sees: 'Delete this run for good?',
    }),
    cancel: dialog('running', {
      act: running(press('Cancel run')),
      sees: 'Cancel this run?',
    }),
    'cancel-looks-ahead': dialog('running', {
      backend: silent(portal, 'getWorkflow'),
      act: running(press('Cancel run')),
      sees: 'Cancel this run?',
    }),
    'cancel-being-sent': dialog('running', {
      backend: silent(portal, 'cancelRun'),
      act: running(
        inTurn(
          press('Cancel run'),
          type(/Reason/, 'Wrong account'),
          keys('{Enter}'),
        ),
      ),
      sees: 'A canceled run can',
    }),
    'cancel-too-late': dialog('running', {
      backend: failing(portal, conflict, 'cancelRun'),
      act: running(
        inTurn(press('Cancel run'), type(/Reason/, 'x'), keys('{Enter}')),
      ),
      sees: 'This is not possible',
    }),
    'cancel-failed': dialog('running', {
      backend: failing(portal, breakdown(), 'cancelRun'),
      act: running(
        inTurn(press('Cancel run'), type(/Reason/, 'x'), keys('{Enter}')),
      ),
      sees: 'The backend has failed',
    }),
    pause: dialog('running', {
      act: running(press('Pause')),
      sees: 'Pause this run?',
    }),
    resume: {
      element: pageOf(RUN),
      backend: but(withRun, api => {
        api.runs[0].run = { ...api.runs[0].run, status: 'paused' };
      }),
      act: running(press('Resume')),
      sees: 'Resume this run?',
    },
    retry: dialog('failed', {
      act: press(/^Retry from step/),
      sees: 'It is the same run',
    }),
    'retry-from-elsewhere': dialog('failed', {
      act: inTurn(
        press(/^Retry from step/),
        see('From'),
        press(/provision_entitlements$/),
      ),
      sees: 'What did not succeed',
    }),
    rerun: dialog('completed', {
      act: press('Re-run'),
      sees: 'Launches a new run, linked to this one',
    }),
    'rerun-edited': dialog('completed', {
      act: inTurn(
        press('Re-run'),
        see('Edited input'),
        async () =>
          document.querySelector<HTMLElement>('[value=edited]')?.click(),
        see(/Seats/),
      ),
      sees: 'Fill them in',
    }),
    'rerun-invalid': dialog('completed', {
      act: inTurn(
        press('Re-run'),
        see('Edited input'),
        async () =>
          document.querySelector<HTMLElement>('[value=edited]')?.click(),
        see(/Seats/),
        type(/Seats/, '0'),
        press('Launch new run'),
      ),
      sees: 'must be >= 1',
    }),
    'rerun-from-step': dialog('completed', {
      act: inTurn(press('Re-run'), see('Edited input'), async () =>
        document.querySelector<HTMLElement>('[value=fromStep]')?.click(),
      ),
      sees: 'What comes before it keeps its results',
    }),
    'rerun-input-cut': dialog('completed', {
      backend: withCutInput,
      act: inTurn(press('Re-run'), see('Edited input'), async () =>
        document.querySelector<HTMLElement>('[value=edited]')?.click(),
      ),
      sees: 'The input is too large to be shown whole',
    }),
    clone: dialog('completed', {
      act: inTurn(see('Clone'), press('Clone')),
      sees: 'Launches a new run like this one',
    }),
    'send-event': dialog('running', {
      act: running(menu('Send an event')),
      sees: 'Payload (JSON)',
    }),
    'send-event-invalid': dialog('running', {
      act: running(
        inTurn(
          menu('Send an event'),
          type(/^Name/, 'Wrong Name'),
          type(/Payload/, '{"id": '),
          press('Send'),
        ),
      ),
      sees: 'Starts with a small letter',
    }),
    'send-awaited-event': ofStep(
      {
        act: running(press('Send event signed_in…')),
        sees: 'waits for it',
      },
      awaitsEvent,
    ),
    terminate: ofElsewhere({
      act: running(menu('Terminate run')),
      sees: 'Terminate this run?',
    }),
    'terminate-refused': ofElsewhere({
      backend: but(elsewhere, api => {
        api.runs[0].run = aRun({
          ...api.runs[0].run,
          allowedActions: actionsAllowed({
            terminate: {
              allowed: false,
              reason: 'You need the permission workflow-runs.run.terminate',
            },
          }),
        });
      }),
      act: running(press('More actions')),
      sees: 'workflow-runs.run.terminate',
    }),
    'tell-signal': ofElsewhere({
      act: running(inTurn(menu('Tell or ask'), press('approve'))),
      sees: 'The order may be shipped',
    }),
    'tell-update': ofElsewhere({
      act: running(
        inTurn(
          menu('Tell or ask'),
          way('update'),
          press('changeAddress'),
          type(/Input/, '{"city": "Athens"}'),
          press('Update'),
        ),
      ),
      backend: but(elsewhere, api => {
        api.onOperation = () => ({
          result: { accepted: true, city: 'Athens' },
        });
      }),
      sees: 'Answer of changeAddress',
    }),
    'ask-query': ofElsewhere({
      act: running(
        inTurn(menu('Tell or ask'), way('query'), press('progress', 'Ask')),
      ),
      sees: 'carrier',
    }),
    'ask-no-worker': ofElsewhere({
      backend: failing(
        elsewhere,
        apiError(503, { message: 'No worker answers on task queue orders' }),
        'queryRun',
      ),
      act: running(
        inTurn(menu('Tell or ask'), way('query'), press('progress', 'Ask')),
      ),
      sees: 'No worker answers on task queue orders',
    }),
    'ask-unknown': ofElsewhere({
      backend: failing(
        elsewhere,
        apiError(404, {
          message: "No worker answers on the task queue 'orders'",
        }),
        'listHandlers',
      ),
      act: running(menu('Tell or ask')),
      sees: 'What it understands could not be asked',
    }),
    'ask-looking': ofElsewhere({
      backend: silent(elsewhere, 'listHandlers'),
      act: running(menu('Tell or ask')),
      sees: 'Asking the run what it understands',
    }),
    'step-operation': ofElsewhere({
      query: 'step=chargeCard',
      act: running(press('Pause activity…')),
      sees: 'The engine is asked to do this',
    }),
    'retry-planned': ofElsewhere({
      act: running(menu('Retry')),
      sees: 'Steps that ran beside chargeCard run again too',
    }),
    'retry-plan-refused': ofElsewhere({
      query: 'step=ShipOrder',
      act: running(press('Actions of ShipOrder', 'Retry from here')),
      sees: 'It cannot be done again from there',
    }),
    'retry-plan-loading': ofElsewhere({
      backend: silent(elsewhere, 'getRetryPlan'),
      act: running(menu('Retry')),
      sees: 'Loading',
    }),
    'retry-plan-error': ofElsewhere({
      backend: failing(elsewhere, breakdown(), 'getRetryPlan'),
      act: running(menu('Retry')),
      sees: 'What a retry would do could not be asked',
    }),
    resolve: dialog('failed', {
      act: menu('Resolve'),
      sees: 'The run stays as it ended',
    }),
    'give-up-rollback': {
      element: pageOf('run_stuck'),
      backend: portal,
      act: press('Give up rollback'),
      sees: 'Then the run ends, with your note on it',
    },
    'step-menu': ofStep({
      act: running(press('Actions of create_workspace')),
      sees: 'Complete by hand…',
    }),
    'force-skip': ofStep({
      act: running(stepMenu('Skip…')),
      sees: 'Skip create_workspace?',
    }),
    'force-complete': ofStep({
      act: running(
        inTurn(
          stepMenu('Complete by hand…'),
          type(/Output/, '{"id": 1'),
          press('Complete'),
        ),
      ),
      sees: 'This is no JSON',
    }),
    'force-fail': ofStep({
      act: running(stepMenu('Fail…')),
      sees: 'Fail create_workspace?',
    }),
    operation: ofStep({
      backend: withOperation,
      act: running(inTurn(press('Use another region…'), see(/^Region/))),
      sees: 'Under way already',
    }),
    assign: dialog('completed', {
      act: inTurn(press('Change owner'), see('Ada Lovelace')),
      sees: 'Team Platform',
    }),
    'assign-invalid': dialog('completed', {
      act: inTurn(
        press('Change owner'),
        type('Owner', 'nobody at all'),
        press('Assign'),
      ),
      sees: 'It takes a reference such as',
    }),
    'add-tag': dialog('failed', {
      act: inTurn(press('Add tag'), type('New tag', 'eu-west')),
      sees: 'The run has this tag already',
    }),
    'approve-for-others': {
      element: pageOf('run_waiting'),
      backend: but(portal, api => {
        const run = api.runs.find(each => each.run.id === 'run_waiting')!;
        run.decisions = run.decisions.map(each => ({
          ...each,
          approvers: ['group:default/team-finance'],
        }));
      }),
      sees: 'team-finance',
    },
    'approval-refused': {
      element: pageOf('run_waiting'),
      backend: failing(portal, conflict, 'decideStep'),
      act: inTurn(see('Approve'), press('Approve')),
      sees: 'This is not possible',
    },
  },
};
