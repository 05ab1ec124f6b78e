import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  actionsAllowed,
  aLogLine,
  anAction,
  anArtifact,
  anAttempt,
  anEvent,
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
import { RunPage } from './RunPage';

const RUN = aRun().id;
const gone = {
  category: 'external_api' as const,
  code: '503',
  message: 'The orders API answered 503',
  stack: 'Error: 503\n at fetch',
};

function backend(overrides: Partial<FakeRun> = {}) {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  const run = api.add({ ...aSnapshot(), ...overrides });
  return { api, run };
}

function failedRun(): Partial<FakeRun> {
  return {
    ...aSnapshot({
      run: aRun({
        status: 'failed',
        completedAt: at(30),
        durationMs: 30_000,
        error: { ...gone, stepKey: 'create_workspace' },
        businessEventId: 'evt_1',
        nativeStatus: 'FAILED_BADLY',
        originRunId: 'run_0',
        priority: 'high',
        tags: ['eu'],
        backfill: true,
        partial: true,
      }),
    }),
    steps: [
      aStep({ status: 'completed', attempts: 1, durationMs: 4_000 }),
      aStep({
        stepKey: 'create_workspace',
        stepNumber: 2,
        status: 'failed',
        attempts: 2,
        error: gone,
        startedAt: at(4),
        completedAt: at(30),
        durationMs: 26_000,
        resourceUsage: { tokens: 1_200, computeMs: 900 },
        report: {
          effectiveness: 0.5,
          businessIndicators: [
            { name: 'Seats', before: 0, after: 1_500, unit: 'seats' },
          ],
        },
      }),
      aStep({
        stepKey: 'send_mail',
        stepNumber: 3,
        status: 'skipped',
        skipReason: 'upstream_failed',
      }),
    ],
    attempts: [
      anAttempt(),
      anAttempt({
        stepKey: 'create_workspace',
        status: 'failed',
        error: gone,
        startedAt: at(4),
        completedAt: at(10),
      }),
      anAttempt({
        stepKey: 'create_workspace',
        number: 2,
        status: 'failed',
        expected: true,
        error: gone,
        startedAt: at(20),
        completedAt: at(30),
      }),
    ],
    logs: [
      aLogLine({ sequence: 1 }),
      aLogLine({
        sequence: 2,
        level: 'error',
        stepKey: 'create_workspace',
        message: 'gave up, to=[redacted:e-mail]',
      }),
    ],
    payloads: [
      aPayload({ truncated: true }),
      aPayload({ stepKey: 'create_workspace', direction: 'output' }),
    ],
    artifacts: [anArtifact()],
    events: [
      anEvent({ payload: { from: 'queued', fromMs: 3 } }),
      anEvent({ number: 2, type: 'step.started', stepKey: 'load_account' }),
    ],
  };
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunPage runId={RUN} place="page" />, api, path);

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
});

describe('RunPage', () => {
  it('shows a run and follows it without a reload', async () => {
    const { api } = backend({
      run: aRun({
        currentSteps: [
          {
            stepKey: 'create_workspace',
            itemIndex: -1,
            name: 'create_workspace',
            status: 'running',
            attempt: 2,
            progress: { message: '2 of 3', fraction: 0.66 },
          },
        ],
      }),
    });
    show(api);
    expect(
      await screen.findByRole('heading', { name: 'Trial activation' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /Step 2 create_workspace/ }),
    ).toHaveTextContent('attempt 2 · 2 of 3 · 66 %');
    expect(await screen.findByText('Live')).toBeInTheDocument();

    act(() =>
      api.push(
        RUN,
        anUpdate({
          run: aRun({
            position: 20,
            status: 'completed',
            completedAt: at(30),
            durationMs: 30_000,
          }),
        }),
      ),
    );
    await waitFor(() =>
      expect(screen.getAllByText('Completed').length).toBeGreaterThan(0),
    );
    expect(
      await screen.findByText('Run of Trial activation: Completed'),
    ).toBeInTheDocument();
  });

  it('says what happened to a failed run, and leads to the step', async () => {
    const user = userEvent.setup();
    const { api } = backend(failedRun());
    show(api);
    const card = await screen.findByRole('region', { name: 'What happened' });
    expect(card).toHaveTextContent(
      'Step 2 create_workspace gave up after 2 attempts: The orders API answered 503. 1 later step was skipped.',
    );
    expect(card).toHaveTextContent('External API · 503');
    expect(card).toHaveTextContent('1 expected retry');

    await user.click(within(card).getByRole('button', { name: 'Open step 2' }));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/?step=create_workspace',
    );
    const panel = screen.getByRole('complementary', {
      name: 'Step 2 create_workspace',
    });
    expect(panel).toHaveTextContent('back-off 10 s');
    expect(panel).toHaveTextContent('expected');
    expect(panel).toHaveTextContent('1,200');
    expect(panel).toHaveTextContent('Effectiveness50 %Seats0 → 1,500 seats');
    expect(panel).not.toHaveTextContent('Experience');
    await user.click(within(panel).getByRole('tab', { name: 'Input/Output' }));
    expect(
      await within(panel).findByRole('region', { name: /Output/ }),
    ).toBeInTheDocument();
    await user.click(within(panel).getByRole('tab', { name: 'Logs' }));
    expect(await within(panel).findByText(/gave up/)).toBeInTheDocument();
    await user.click(within(panel).getByRole('button', { name: 'Close step' }));
    expect(screen.getByTestId('address')).toHaveTextContent(/^\/$/);
  });

  it('says how a failed run was resolved', async () => {
    const failed = failedRun();
    const { api } = backend({
      ...failed,
      run: {
        ...failed.run!,
        resolution: {
          note: 'Set up by hand',
          actor: 'user:default/ada',
          at: at(80),
        },
      },
    });
    show(api);
    const card = await screen.findByRole('region', { name: 'What happened' });
    expect(card).toHaveTextContent('Resolved by ada: Set up by hand');
  });

  it('is driven by keyboard', async () => {
    const user = userEvent.setup();
    const { api } = backend();
    show(api);
    await screen.findByRole('grid', { name: 'Steps' });
    await user.keyboard('/');
    const filter = screen.getByRole('searchbox', { name: 'Filter steps' });
    expect(filter).toHaveFocus();
    await user.keyboard('mail');
    expect(screen.getByText('1 of 3 steps')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.getByText('3 steps')).toBeInTheDocument();

    // Past the buttons that zoom.
    await user.tab();
    await user.tab();
    await user.tab();
    expect(screen.getByRole('grid', { name: 'Steps' })).toHaveFocus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    const address = screen.getByTestId('address');
    expect(address).toHaveTextContent('step=create_workspace');
    await user.keyboard('{ArrowDown}');
    expect(address).toHaveTextContent('step=send_mail');
    await user.keyboard('{Home}');
    expect(address).toHaveTextContent('step=load_account');
    await user.keyboard('{End}{PageUp}{PageDown}{ArrowUp}');
    expect(address).toHaveTextContent('step=create_workspace');
    await user.keyboard('{Escape}');
    expect(address).not.toHaveTextContent('step');
  });

  it('says so when no step matches, or when there are none', async () => {
    const user = userEvent.setup();
    const { api, run } = backend();
    show(api);
    await user.type(
      await screen.findByRole('searchbox', { name: 'Filter steps' }),
      'zzz',
    );
    expect(screen.getByText('No step matches “zzz”')).toBeInTheDocument();
    run.steps = [];
    act(() => api.streams.send(RUN, { type: 'reset' }));
    expect(
      await screen.findByText('This run has no steps yet'),
    ).toBeInTheDocument();
  });

  it('says why it may not be canceled', async () => {
    const { api } = backend({
      run: aRun({
        allowedActions: actionsAllowed({
          cancel: { allowed: false, reason: 'Only operators' },
        }),
      }),
    });
    show(api);
    expect(
      await screen.findByRole('button', { name: /Cancel run/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('tells who canceled a run, and why', async () => {
    const { api } = backend({
      run: aRun({ status: 'canceled', completedAt: at(9) }),
      actions: [anAction()],
    });
    show(api, '/?tab=audit');
    expect(
      await screen.findByText(/operator canceled the run\./),
    ).toHaveTextContent('Reason: Wrong account. 1 of 3 steps had completed.');
    const table = await screen.findByRole('table', { name: 'Audit' });
    expect(table).toHaveTextContent('operatorCancelWrong accountDone');
  });

  it('tells since when the engine is waited for, and what came of it', async () => {
    const asked = (over: object) =>
      backend({
        run: aRun({ nativeStatus: 'BUSY' }),
        actions: [anAction({ message: null, completedAt: null, ...over })],
      }).api;
    const { unmount } = show(asked({ status: 'requested' }));
    const requests = await screen.findByRole('list', { name: 'Requests' });
    expect(requests).toHaveTextContent(
      /Cancel.* by operatorasked .*, waiting for the engine/,
    );
    unmount();
    const later = show(asked({ status: 'accepted' }));
    expect(
      await screen.findByText(/asked .*, the engine is on it/),
    ).toBeInTheDocument();
    later.unmount();

    const message = 'The engine did not come for the request within 300 s';
    show(asked({ status: 'failed', message }));
    expect(
      await screen.findByText(`Cancel: nothing came of it. ${message}`),
    ).toBeInTheDocument();
  });

  it('shows what a queued run waits for', async () => {
    const { api } = backend({
      run: aRun({
        status: 'queued',
        startedAt: null,
        blockedReason: 'no worker offers fetch@2',
      }),
      attempts: [],
    });
    show(api);
    expect(
      await screen.findByText('Waiting: no worker offers fetch@2'),
    ).toBeInTheDocument();
    expect(screen.getByText('Not started')).toBeInTheDocument();
  });

  it('has the rest in tabs', async () => {
    const user = userEvent.setup();
    const { api } = backend(failedRun());
    show(api);
    await screen.findByRole('log', { name: 'Log lines' });
    expect(await screen.findByText(/gave up, to=/)).toBeInTheDocument();

    await user.click(screen.getByRole('tab', { name: 'I/O' }));
    expect(
      await screen.findByRole('region', { name: 'Input, Run' }),
    ).toHaveTextContent('acc_5512');
    expect(screen.getByText(/the whole of it has/)).toBeInTheDocument();

    await user.click(screen.getByRole('tab', { name: 'Audit' }));
    expect(
      await screen.findByText('Nobody has done anything to this run'),
    ).toBeInTheDocument();

    await user.click(screen.getByRole('tab', { name: 'Events' }));
    expect(
      await screen.findByRole('table', { name: 'Events' }),
    ).toHaveTextContent('from=queued fromMs=3');
    expect(screen.getByTestId('address')).toHaveTextContent('tab=events');
  });

  it('saves an artifact, or says why not', async () => {
    const user = userEvent.setup();
    const { api } = backend(failedRun());
    const createObjectURL = jest.fn((_: Blob) => 'blob:x');
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    show(api, '/?tab=artifacts');
    const button = await screen.findByRole('button', {
      name: 'Download report.csv',
    });
    expect(screen.getByText('12.3 kB')).toBeInTheDocument();
    await user.click(button);
    expect(createObjectURL).toHaveBeenCalledTimes(1);

    api.fail('downloadArtifact', apiError(404, { message: 'deleted' }));
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'report.csv could not be downloaded: deleted',
    );
    click.mockRestore();
  });

  it.each([
    ['io', 'listPayloads', 'Input and output could not be loaded'],
    ['artifacts', 'listArtifacts', 'The artifacts could not be loaded'],
    ['audit', 'listRunAudit', 'The audit trail could not be loaded'],
    ['annotations', 'listAnnotations', 'The notes could not be loaded'],
    ['events', 'listEvents', 'The events could not be loaded'],
    ['logs', 'listLogs', 'The logs could not be loaded'],
  ])('still renders when %s cannot be read', async (tab, route, words) => {
    const { api } = backend();
    api.fail(route, apiError(400));
    show(api, `/?tab=${tab}`);
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'Steps' })).toBeInTheDocument();
  });

  it.each([
    ['io', 'No input or output was recorded'],
    ['artifacts', 'This run has made no files yet'],
    ['annotations', 'Nobody has left a note'],
    ['audit', 'Nobody has done anything to this run'],
    ['events', 'No events are in the log'],
    ['logs', 'Nothing has been logged yet'],
  ])('says what would fill %s', async (tab, words) => {
    const { api } = backend();
    show(api, `/?tab=${tab}`);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('says when a run does not exist', async () => {
    renderScreen(<RunPage runId="run_unknown" />, new FakeWorkflowRuns());
    expect(
      await screen.findByText('This run does not exist or you may not see it'),
    ).toBeInTheDocument();
  });

  it('says when a run was deleted', async () => {
    const { api } = backend();
    api.fail(
      'getRun',
      apiError(404, {
        name: 'NotFoundError',
        message: `The run '${RUN}' was deleted by an admin on 2026-11-20`,
        purgedAt: '2026-11-20T14:31:05.000Z',
      }),
    );
    show(api);
    expect(
      await screen.findByText(/^This run was deleted for good on .*2026/),
    ).toBeInTheDocument();
  });

  it('shows statuses, types and policies from a newer backend', async () => {
    const { api } = backend({
      run: aRun({ status: 'hibernating' as never }),
      steps: [
        aStep({
          status: 'dreaming' as never,
          type: 'oracle' as never,
          retryPolicy: { kind: 'lunar' } as never,
        }),
      ],
    });
    show(api, '/?step=load_account');
    expect((await screen.findAllByText('Hibernating')).length).toBeGreaterThan(
      0,
    );
    expect(screen.getAllByText('Oracle').length).toBeGreaterThan(0);
    expect(screen.getByText('lunar')).toBeInTheDocument();
  });

  it('has markup that assistive technology can read', async () => {
    const { api } = backend(failedRun());
    const { container } = show(api, '/?step=create_workspace');
    await screen.findByText(/gave up, to=/);
    const { violations } = await axe.run(container, {
      // Colours are computed by a browser only; the tokens have a test of their own.
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });
});
