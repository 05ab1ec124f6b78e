import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  actionsAllowed,
  anAction,
  anUpdate,
  apiError,
  aPayload,
  aRun,
  aSnapshot,
  aStep,
  at,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';

jest.setTimeout(90_000);

const RUN = aRun().id;
const toasts = { post: jest.fn((_: unknown) => ({ close: () => {} })) };

let restore: () => void;
beforeEach(() => {
  toasts.post.mockClear();
  restore = giveElementsSize();
});
afterEach(() => restore());

function show(overrides: Partial<FakeRun> = {}, path = '/') {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  const run = api.add({ ...aSnapshot(), ...overrides });
  renderScreen(
    <RunPage runId={RUN} hrefOf={id => `/runs/${id}`} />,
    api,
    path,
    toasts,
  );
  return { api, run, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);
const failed = () => ({
  run: aRun({
    status: 'failed',
    completedAt: at(9),
    error: {
      category: 'bug',
      code: null,
      message: 'broken',
      stepKey: 'create_workspace',
    },
  }),
  steps: [
    aStep({ status: 'completed', startedAt: at(0), completedAt: at(4) }),
    aStep({
      stepKey: 'create_workspace',
      stepNumber: 2,
      status: 'failed',
      dependsOn: ['load_account'],
    }),
    aStep({
      stepKey: 'send_mail',
      stepNumber: 3,
      status: 'skipped',
      skipReason: 'upstream_failed',
      dependsOn: ['create_workspace'],
    }),
  ],
});

describe('the dialogs of a run', () => {
  it('say what a cancel does, and give the focus back', async () => {
    const { api, user } = show();
    const opener = await button('Cancel run');
    await user.click(opener);
    const dialog = await screen.findByRole('dialog', {
      name: 'Cancel this run?',
    });
    expect(dialog).toHaveTextContent(
      '1 running step gets the signal to stop2 create_workspace',
    );
    expect(dialog).toHaveTextContent('1 step does not run3 send_mail');
    await waitFor(() =>
      expect(dialog).toHaveTextContent('Nothing is rolled back'),
    );
    await user.keyboard('{Escape}');
    await waitFor(() => expect(opener).toHaveFocus());
    expect(callsOf(api, 'cancelRun')).toEqual([]);
  });

  it('leave it to an engine without a definition what it undoes', async () => {
    const { api, user } = show();
    api.workflows = [{ ...aWorkflow(), definition: null }];
    await user.click(await button('Cancel run'));
    const dialog = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(dialog).toHaveTextContent(
        'This engine has no definition here: what it undoes is its own to say.',
      ),
    );
  });

  it('act once, say so, and close', async () => {
    const { api, user } = show();
    await user.click(await button('Pause'));
    const dialog = await screen.findByRole('dialog', {
      name: 'Pause this run?',
    });
    expect(dialog).toHaveTextContent('1 running step finishes first');
    await user.type(within(dialog).getByLabelText(/Reason/), 'lunch{Enter}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(callsOf(api, 'pauseRun')).toEqual([
      expect.objectContaining({
        input: { params: { runId: RUN }, body: { reason: 'lunch' } },
      }),
    ]);
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        status: 'success',
        title: 'Pause: taken by the engine',
      }),
    );
  });

  it('wait for the engine, may be closed, and then tell the outcome', async () => {
    const { api, run, user } = show();
    api.onOperation = () => {
      run.actions = [anAction({ action: 'pause', status: 'requested' })];
      return { status: 'accepted' };
    };
    await user.click(await button('Pause'));
    await user.click(await button('Pause run'));
    expect(
      await screen.findByText('Requested. Waiting for the engine'),
    ).toBeInTheDocument();
    await user.click(await button('Close'));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(toasts.post).not.toHaveBeenCalled();
    run.actions = [
      anAction({ action: 'pause', status: 'refused', message: 'It has ended' }),
    ];
    await waitFor(
      () =>
        expect(toasts.post).toHaveBeenCalledWith(
          expect.objectContaining({
            status: 'danger',
            title: 'Pause: It has ended',
          }),
        ),
      { timeout: 10_000 },
    );
  });

  it('keep what was typed when the backend cannot be reached, and try with the same key', async () => {
    const { api, user } = show();
    api.fail('cancelRun', new TypeError('Failed to fetch'));
    await user.click(await button('Cancel run'));
    const reason = await screen.findByLabelText(/Reason/);
    await user.type(reason, 'wrong account{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'What you have typed is kept. Try again: it acts once.',
    );
    expect(reason).toHaveValue('wrong account');
    api.fail('cancelRun', undefined);
    await user.type(reason, '{Enter}');
    await waitFor(() => expect(callsOf(api, 'cancelRun')).toHaveLength(2));
    const [first, second] = callsOf(api, 'cancelRun');
    expect(second.key).toBe(first.key);
  });

  it.each([
    [
      apiError(409, {
        message: 'The run has ended: it is completed',
        runStatus: 'completed',
        allowedActions: {
          clone: { allowed: true, reason: null },
          cancel: { allowed: false, reason: 'x' },
        },
      }),
      'The run is now Completed. Possible now: Clone.',
    ],
    [
      apiError(403, { message: 'Missing workflow-runs.run.cancel' }),
      'You may not do this',
    ],
    [apiError(500, { message: 'locked' }), 'The backend has failed: locked'],
    [apiError(401), 'Your session has ended'],
    [apiError(404), 'does not exist any more'],
    [apiError(400, { message: 'odd' }), 'refused the request: odd'],
  ])('say why it was not done: %s', async (error, words) => {
    const { api, user } = show();
    api.fail('cancelRun', error);
    await user.click(await button('Cancel run'));
    const dialog = await screen.findByRole('dialog');
    await user.click(
      within(dialog).getByRole('button', { name: 'Cancel run' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(words);
  });

  it('show at the field what the backend found wrong', async () => {
    const { api, user } = show();
    api.fail(
      'cancelRun',
      apiError(400, {
        violations: [{ pointer: '/reason', rule: 'x', message: 'too long' }],
      }),
    );
    await user.click(await button('Cancel run'));
    const reason = await screen.findByLabelText(/Reason/);
    await user.type(reason, 'x{Enter}');
    expect(await screen.findByText('too long')).toBeInTheDocument();
    expect(reason).toHaveAttribute('aria-invalid', 'true');
  });

  it('delete an ended run for good, for a reason', async () => {
    const { api, user } = show(failed());
    await user.click(await button('More actions'));
    await user.click(
      await screen.findByRole('menuitem', { name: 'Delete for good …' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete this run for good?',
    });
    await user.click(
      within(dialog).getByRole('button', { name: 'Delete for good' }),
    );
    expect(
      within(dialog).getByText('Say why: it is kept with the run'),
    ).toBeVisible();
    expect(api.retention.purged).toEqual([]);

    await user.type(within(dialog).getByLabelText(/Reason/), 'They asked');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(api.retention.purged).toEqual([RUN]));
    await waitFor(() =>
      expect(toasts.post).toHaveBeenCalledWith(
        expect.objectContaining({ title: 'The run is deleted' }),
      ),
    );
  });

  it('retry from the step that failed, and count what runs again', async () => {
    const { api, user } = show(failed());
    await user.click(await button('Retry from step 2'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('2 steps run again');
    expect(dialog).toHaveTextContent('1 step keeps its result1 load_account');
    await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(callsOf(api, 'retryRun')[0]?.input.body).toEqual({
        step: 'create_workspace',
      }),
    );
  });

  it('demand a reason, and JSON that is JSON, for a forced step', async () => {
    const { api, user } = show({}, '/?step=create_workspace');
    const panel = await screen.findByRole('complementary');
    await user.click(
      within(panel).getByRole('button', {
        name: 'Actions of create_workspace',
      }),
    );
    await user.click(
      await screen.findByRole('menuitem', { name: 'Complete by hand…' }),
    );
    const dialog = await screen.findByRole('dialog');
    const output = within(dialog).getByLabelText(/Output/);
    await user.type(output, '{{"id": 1');
    const complete = within(dialog).getByRole('button', { name: 'Complete' });
    await user.click(complete);
    expect(dialog).toHaveTextContent('This is no JSON');
    expect(dialog).toHaveTextContent('Say why');
    await user.type(output, '}');
    await user.type(within(dialog).getByLabelText(/Reason/), 'by hand');
    await user.click(complete);
    await waitFor(() =>
      expect(callsOf(api, 'forceStep')[0]?.input.body).toEqual({
        step: 'create_workspace',
        to: 'complete',
        output: { id: 1 },
        reason: 'by hand',
      }),
    );
  });

  it('open from the menu of a row, by keyboard too', async () => {
    const { user } = show();
    const grid = await screen.findByRole('grid', { name: 'Steps' });
    act(() => grid.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{Shift>}{F10}{/Shift}');
    expect(
      await screen.findByRole('menuitem', { name: /Try again/ }),
    ).toHaveTextContent('It has not failed, and waits for no other attempt');
    await user.click(screen.getByRole('menuitem', { name: 'Skip…' }));
    expect(
      await screen.findByRole('dialog', { name: 'Skip create_workspace?' }),
    ).toBeInTheDocument();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(grid).toHaveFocus());
  });

  it('carry out an operation with what its schema asks for, and list what is under way', async () => {
    const workflow = aWorkflow();
    workflow.definition.steps = [
      {
        ...workflow.definition.steps[0],
        key: 'create_workspace',
        actions: [
          {
            name: 'use_region',
            title: 'Use another region',
            inputSchema: {
              type: 'object',
              properties: { region: { type: 'string', title: 'Region' } },
              required: ['region'],
            },
            handler: { name: 'x', version: 1 },
            then: 'complete',
          },
        ],
      } as never,
    ];
    const { api, user } = show(
      {
        actions: [
          anAction({
            action: 'node_action',
            status: 'accepted',
            stepKey: 'create_workspace',
            actor: 'user:default/admin',
          }),
        ],
      },
      '/?step=create_workspace',
    );
    api.workflows = [workflow];
    await user.click(await button('Use another region…'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Operation, asked for by admin');
    const region = await within(dialog).findByRole(
      'textbox',
      { name: /Region/ },
      { timeout: 50_000 },
    );
    await user.type(region, 'eu');
    await user.click(within(dialog).getByRole('button', { name: 'Carry out' }));
    await waitFor(() =>
      expect(callsOf(api, 'invokeNodeAction')[0]?.input.body).toEqual({
        step: 'create_workspace',
        action: 'use_region',
        input: { region: 'eu' },
      }),
    );
  });

  it('send an event that a step waits for', async () => {
    const waiting = aStep({
      stepKey: 'sign_in',
      status: 'running',
      waitingFor: { kind: 'event', name: 'signed_in', until: null },
    });
    const { api, user } = show({ steps: [waiting] }, '/?step=sign_in');
    await user.click(await button('Send event signed_in…'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Step 1 sign_in waits for it');
    const name = within(dialog).getByLabelText(/Name/);
    await user.clear(name);
    await user.type(name, 'Wrong Name{Enter}');
    expect(dialog).toHaveTextContent('Starts with a small letter');
    await user.clear(name);
    await user.type(name, 'other{Enter}');
    await waitFor(() =>
      expect(callsOf(api, 'sendEvent')[0]?.input.body).toEqual({
        name: 'other',
        payload: null,
      }),
    );
  });

  it('re-run with an edited input, and link to the new run', async () => {
    const { api, user } = show({
      ...failed(),
      payloads: [aPayload({ value: { account: '[redacted:id]', seats: 7 } })],
    });
    api.onOperation = () => ({ runId: 'run_new', status: 'accepted' });
    await user.click(await button('Re-run'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('Edited input'));
    const account = await within(dialog).findByRole(
      'textbox',
      { name: /Account/ },
      { timeout: 50_000 },
    );
    expect(within(dialog).getByLabelText(/Seats/)).toHaveValue(7);
    expect(dialog).toHaveTextContent('Fill them in');
    await user.type(account, 'acc_2');
    await user.click(
      within(dialog).getByRole('button', { name: 'Launch new run' }),
    );
    await waitFor(() =>
      expect(callsOf(api, 'rerun')[0]?.input.body).toEqual({
        input: { account: 'acc_2', seats: 7 },
      }),
    );
    await waitFor(() =>
      expect(toasts.post).toHaveBeenCalledWith(
        expect.objectContaining({
          links: [expect.objectContaining({ href: '/runs/run_new' })],
        }),
      ),
    );
  });

  it('take JSON where the schema of a version is not at hand', async () => {
    const { api, user } = show({
      ...failed(),
      payloads: [aPayload({ value: { account: 'a' } })],
    });
    await user.click(await button('More actions'));
    await user.click(await screen.findByRole('menuitem', { name: 'Clone' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: /Newest/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Another version' }),
    );
    await user.type(within(dialog).getByLabelText('Which version'), '0.9');
    await user.click(within(dialog).getByLabelText('Edited input'));
    const input = await within(dialog).findByLabelText('Input');
    await user.clear(input);
    await user.type(input, '[[1]');
    expect(dialog).toHaveTextContent('It has to be a JSON object');
    await user.clear(input);
    await user.type(input, '{{"account": "b"}');
    await user.type(within(dialog).getByLabelText('Tags'), 'again');
    await user.click(
      within(dialog).getByRole('button', { name: 'Launch new run' }),
    );
    await waitFor(() =>
      expect(callsOf(api, 'cloneRun')[0]?.input.body).toEqual({
        input: { account: 'b' },
        version: '0.9',
        environment: 'prod',
        priority: 'normal',
        tags: ['again'],
      }),
    );
  });

  it('have markup that assistive technology can read', async () => {
    const { user } = show(failed());
    await user.click(await button('Re-run'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('From a step on'));
    const { violations } = await axe.run(dialog, {
      // Colours are computed by a browser only; the tokens have a test of their own.
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });
});

describe('the actions in the header', () => {
  it('say why they are refused, in the menu too', async () => {
    const no = { allowed: false, reason: 'You need workflow-runs.run.clone' };
    const { user } = show({
      run: aRun({ allowedActions: actionsAllowed({ clone: no }) }),
    });
    await user.click(await button('More actions'));
    const clone = await screen.findByRole('menuitem', { name: /Clone/ });
    expect(clone).toHaveTextContent('You need workflow-runs.run.clone');
    await user.click(clone);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('keep an open menu open, with the same items, while the run goes on', async () => {
    const { api, user } = show();
    await user.click(await button('More actions'));
    const names = async () =>
      (await screen.findAllByRole('menuitem')).map(item => item.textContent);
    const before = await names();
    expect(before).toContain('Re-run');
    await waitFor(() => expect(api.streams.count(RUN)).toBe(1));
    act(() =>
      api.push(
        RUN,
        anUpdate({ run: aRun({ position: 20, status: 'failed' }) }),
      ),
    );
    expect(await screen.findByText(/Run of .*: Failed/)).toBeInTheDocument();
    expect(await names()).toEqual(before);
  });
});
