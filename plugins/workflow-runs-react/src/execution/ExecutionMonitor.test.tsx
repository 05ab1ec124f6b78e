import { StrictMode } from 'react';
import { act, fireEvent, screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { giveElementsSize } from '../__testUtils__/layout';
import { renderEmbedded } from '../__testUtils__/render';
import {
  actionsAllowed,
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  aStep,
  FakeWorkflowRuns,
} from '../testing';
import { ExecutionMonitor, ExecutionMonitorProps } from './ExecutionMonitor';

const RUN = aRun().id;
const WORKFLOW = 'embedded/trial_activation';
const failure = {
  category: 'external_api' as const,
  code: '503',
  message: 'Mail server answered 503',
};
const failedRun = (overrides = {}) =>
  aRun({
    status: 'failed',
    position: 30,
    error: { ...failure, stepKey: 'send_mail' },
    ...overrides,
  });
const failed = (run = failedRun()) =>
  aSnapshot({
    run,
    steps: [
      aStep({ status: 'completed', durationMs: 1_500 }),
      aStep({
        stepKey: 'send_mail',
        stepNumber: 2,
        status: 'failed',
        attempts: 3,
        durationMs: 62_000,
        error: failure,
      }),
    ],
  });

const settle = (ms = 0) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
    await jest.advanceTimersByTimeAsync(1);
  });

async function show(
  props: Partial<ExecutionMonitorProps> = {},
  snapshot = aSnapshot(),
  fail?: [string, Error],
) {
  const api = new FakeWorkflowRuns();
  api.add(snapshot);
  if (fail) api.fail(...fail);
  const view = renderEmbedded(
    <ExecutionMonitor
      workspaceId="default"
      workflowId={WORKFLOW}
      executionId={RUN}
      {...props}
    />,
    api,
  );
  await settle();
  return {
    api,
    ...view,
    asked: (id = 'getRun') => api.calls.filter(call => call.id === id).length,
  };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const click = async (name: string | RegExp) => {
  fireEvent.click(button(name));
  await settle();
};
const become = (api: FakeWorkflowRuns, snapshot = aSnapshot()) => {
  Object.assign(api.runs[0], snapshot);
};

let restoreSizes: () => void;
beforeEach(() => {
  jest.useFakeTimers();
  restoreSizes = giveElementsSize();
});
afterEach(() => {
  restoreSizes();
  jest.useRealTimers();
});

describe('the props of ExecutionMonitor', () => {
  it.each([
    ['workspaceId', { workspaceId: 'other' }],
    ['workflowId', { workflowId: 'embedded/data_sync' }],
    ['executionId', { executionId: 'run_other' }],
  ])('%s: a run of another is not found', async (_, props) => {
    await show(props);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'This run does not exist or you may not see it',
    );
    expect(screen.queryByText('create_workspace')).not.toBeInTheDocument();
  });

  it('executionId: the run, its status, its progress and its steps are shown', async () => {
    await show({}, failed());
    expect(
      screen.getByRole('region', { name: 'Run of Trial activation' }),
    ).toBeInTheDocument();
    expect(screen.getAllByText('Failed')[0]).toHaveAttribute(
      'data-status',
      'failed',
    );
    expect(screen.getByText('1/3 · 33 %')).toBeInTheDocument();
    expect(screen.getByRole('progressbar')).toHaveAttribute(
      'aria-valuenow',
      '33',
    );
    const [first, second] = screen.getAllByRole('listitem');
    expect(first).toHaveTextContent('load_account');
    expect(first).toHaveTextContent('1.5 s');
    expect(within(first).getByTitle('Completed')).toBeInTheDocument();
    expect(second).toHaveTextContent('Mail server answered 503');
    expect(second).toHaveTextContent('3 attempts');
    expect(second).toHaveTextContent('1 m 02 s');
  });

  it.each([
    [undefined, 6],
    [false, 1],
  ])('enablePolling: %s asks %d times in ten seconds', async (given, times) => {
    const { asked } = await show({ enablePolling: given });
    await settle(10_000);
    expect(asked()).toBe(times);
  });

  it('enableSSE: is live, by one stream', async () => {
    const { api } = await show({ enableSSE: true });
    await settle(50);
    expect(screen.getByText('Live')).toBeInTheDocument();
    expect(api.streams.count(RUN)).toBe(1);
  });

  it('enableSSE: is off by default, and how often it is asked for is told', async () => {
    const { asked } = await show();
    expect(screen.getByText('Checked every 2 s')).toBeInTheDocument();
    expect(asked('stream')).toBe(0);
  });

  it('onComplete: is called once when the run completes', async () => {
    const onComplete = jest.fn();
    const onCancel = jest.fn();
    const { api } = await show({ onComplete, onCancel });
    become(
      api,
      aSnapshot({ run: aRun({ status: 'completed', position: 20 }) }),
    );
    await settle(20_000);
    expect(onComplete).toHaveBeenCalledTimes(1);
    expect(onComplete.mock.calls[0][0]).toMatchObject({
      id: RUN,
      status: 'completed',
    });
    expect(onCancel).not.toHaveBeenCalled();
  });

  it.each([
    ['that had completed before', 'completed'],
    ['that fails', 'failed'],
  ] as const)('onComplete: is not called for a run %s', async (_, status) => {
    const onComplete = jest.fn();
    const run = aRun({ status, position: 20 });
    const before = status === 'completed' ? run : aRun();
    const { api } = await show({ onComplete }, aSnapshot({ run: before }));
    become(api, aSnapshot({ run }));
    await settle(20_000);
    expect(onComplete).not.toHaveBeenCalled();
  });

  it('onComplete: is called again when a run that was retried completes', async () => {
    const onComplete = jest.fn();
    const { api } = await show({ onComplete }, failed());
    // So fast that nobody saw it run.
    api.onOperation = () =>
      become(
        api,
        aSnapshot({
          run: aRun({ status: 'completed', generation: 1, position: 40 }),
        }),
      );
    await click('Retry');
    expect(onComplete).toHaveBeenCalledTimes(1);
  });

  it('onComplete, onCancel: are called once in strict mode', async () => {
    const onComplete = jest.fn();
    const api = new FakeWorkflowRuns();
    api.add(aSnapshot());
    renderEmbedded(
      <StrictMode>
        <ExecutionMonitor
          workspaceId="default"
          workflowId={WORKFLOW}
          executionId={RUN}
          enableSSE
          onComplete={onComplete}
        />
      </StrictMode>,
      api,
    );
    await settle();
    await settle(1_000);
    expect(api.streams.count(RUN)).toBe(1);
    act(() =>
      api.push(
        RUN,
        anUpdate({ run: aRun({ position: 30, status: 'completed' }) }),
      ),
    );
    await settle(20_000);
    expect(onComplete).toHaveBeenCalledTimes(1);
  });

  it('onCancel: is called once when the run is canceled, by whomever', async () => {
    const onComplete = jest.fn();
    const onCancel = jest.fn();
    const { api } = await show({ onComplete, onCancel });
    become(
      api,
      aSnapshot({ run: aRun({ status: 'canceling', position: 15 }) }),
    );
    await settle(4_000);
    expect(onCancel).not.toHaveBeenCalled();
    become(api, aSnapshot({ run: aRun({ status: 'canceled', position: 20 }) }));
    await settle(20_000);
    expect(onCancel).toHaveBeenCalledTimes(1);
    expect(onComplete).not.toHaveBeenCalled();
  });

  it('className: is on the outermost element', async () => {
    const { container } = await show({ className: 'mine' });
    expect(container.firstElementChild).toHaveClass('mine');
  });
});

describe('the states of ExecutionMonitor', () => {
  it('loading: a skeleton that says so', async () => {
    const api = new FakeWorkflowRuns();
    api.call = () => new Promise<never>(() => {});
    renderEmbedded(
      <ExecutionMonitor
        workspaceId="default"
        workflowId={WORKFLOW}
        executionId={RUN}
      />,
      api,
    );
    expect(screen.getByRole('status')).toHaveTextContent('Loading');
  });

  it('empty: a run that has no steps yet', async () => {
    await show({}, aSnapshot({ steps: [] }));
    expect(screen.getByText('This run has no steps yet')).toBeInTheDocument();
  });

  it('error: says what failed, and tries again', async () => {
    const { api } = await show({ enablePolling: false }, aSnapshot(), [
      'getRun',
      apiError(500, { message: 'database is locked' }),
    ]);
    await settle(2_000);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The run could not be loaded',
    );
    api.fail('getRun', undefined);
    await click('Try again');
    await settle(300);
    expect(screen.getByText('create_workspace')).toBeInTheDocument();
  });

  it('forbidden: names the permission that is missing', async () => {
    await show({}, aSnapshot(), [
      'getRun',
      apiError(403, { message: 'Missing permission workflow-runs.run.read' }),
    ]);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'workflow-runs.run.read',
    );
  });

  it('stale: says how old what is shown is, and why', async () => {
    const { api } = await show();
    api.fail('getRun', new TypeError('Failed to fetch'));
    await settle(6_000);
    expect(screen.getByText(/^Shown as of \d+ s ago/)).toHaveTextContent(
      'The backend cannot be reached',
    );
    expect(screen.getByText('create_workspace')).toBeInTheDocument();
  });

  it('disconnected: a stream alone that does not hold', async () => {
    const { api } = await show({ enableSSE: true, enablePolling: false });
    api.fail('stream', apiError(503));
    api.streams.end(RUN, new Error('broken'));
    await settle(10_000);
    expect(screen.getByText('Disconnected')).toBeInTheDocument();
    expect(screen.getByText(/^Shown as of/)).toBeInTheDocument();
  });
});

describe('what can be done about a run', () => {
  it('is canceled once it is confirmed', async () => {
    const { asked } = await show();
    await click('Cancel run');
    const dialog = screen.getByRole('dialog', { name: 'Cancel this run?' });
    expect(asked('cancelRun')).toBe(0);
    const confirm = within(dialog).getByRole('button', { name: 'Cancel run' });
    fireEvent.click(confirm);
    fireEvent.click(confirm);
    await settle(1_000);
    expect(asked('cancelRun')).toBe(1);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('is not canceled where that is dismissed', async () => {
    const { asked } = await show();
    await click('Cancel run');
    await click('Keep running');
    await settle(1_000);
    expect(asked('cancelRun')).toBe(0);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('is retried as a whole, or from a step that failed', async () => {
    const { api } = await show({}, failed());
    await click('Retry');
    await click('Retry step 2 send_mail');
    expect(
      api.calls
        .filter(call => call.id === 'retryRun')
        .map(({ input }) => input.body),
    ).toEqual([{}, { step: 'send_mail' }]);
  });

  it('is refused before the click, where the reader may not', async () => {
    const reason = 'You need the permission workflow-runs.run.retry';
    const { asked } = await show(
      {},
      failed(
        failedRun({
          allowedActions: actionsAllowed({ retry: { allowed: false, reason } }),
        }),
      ),
    );
    const buttons = screen.getAllByTitle(reason);
    expect(buttons).toHaveLength(2);
    for (const each of buttons) {
      expect(each).toHaveAttribute('aria-disabled', 'true');
      fireEvent.click(each);
    }
    await settle();
    expect(asked('retryRun')).toBe(0);
  });

  it('is refused after it, and says why', async () => {
    const { api } = await show({}, failed());
    api.fail('retryRun', apiError(409, { message: 'The run goes on already' }));
    await click('Retry');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The run goes on already',
    );
  });

  it('offers neither retry nor cancel of a completed run', async () => {
    await show({}, aSnapshot({ run: aRun({ status: 'completed' }) }));
    expect(screen.queryByRole('button', { name: /Retry|Cancel/ })).toBeNull();
  });
});

describe('ExecutionMonitor for everybody', () => {
  it('keeps the focus when the button that had it has gone', async () => {
    const { api } = await show({}, failed());
    api.onOperation = () =>
      become(api, aSnapshot({ run: aRun({ generation: 1, position: 40 }) }));
    button('Retry').focus();
    await click('Retry');
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
    expect(document.activeElement).toBe(
      screen.getByRole('region', { name: 'Run of Trial activation' }),
    );
  });

  it('announces a change of status, and nothing else', async () => {
    const { api } = await show({ enableSSE: true });
    await settle(50);
    const told = () => screen.getByRole('status');
    expect(told()).toBeEmptyDOMElement();
    expect(told()).toHaveAttribute('aria-live', 'polite');
    const push = (position: number, status: 'running' | 'failed') =>
      act(() => api.push(RUN, anUpdate({ run: aRun({ position, status }) })));
    push(20, 'running');
    await settle(20);
    expect(told()).toBeEmptyDOMElement();
    push(30, 'failed');
    await settle(20);
    expect(told()).toHaveTextContent('Run of Trial activation: Failed');
  });

  it('holds ten thousand steps, and says which is which', async () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      aStep({ stepKey: `step_${index + 1}`, stepNumber: index + 1 }),
    );
    await show({}, aSnapshot({ steps }));
    const rows = screen.getAllByRole('listitem');
    expect(rows.length).toBeLessThan(60);
    expect(rows[0]).toHaveAttribute('aria-posinset', '1');
    expect(rows[0]).toHaveAttribute('aria-setsize', '10000');
    expect(screen.getByRole('region', { name: 'Steps' })).toHaveAttribute(
      'tabindex',
      '0',
    );
  });

  it.each([
    ['running', aSnapshot()],
    ['failed', failed()],
    ['empty', aSnapshot({ steps: [] })],
  ])('breaks no rule of WCAG 2.1 AA while it is %s', async (_, snapshot) => {
    const { container } = await show({}, snapshot);
    jest.useRealTimers();
    const { violations } = await axe.run(container, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
      // There is nothing to see here; the tokens have a test of their own.
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations).toEqual([]);
  });
});
