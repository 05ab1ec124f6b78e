import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ReactElement } from 'react';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import {
  errorApiRef,
  toastApiRef,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { giveElementsSize } from '../../__testUtils__/layout';
import { workflowRunsApiRef } from '../../api';
import {
  aRun,
  aSnapshot,
  aStep,
  FakeWorkflowRuns,
  KnownRun,
} from '../../testing';
import { ExecutionPage } from './Basic';
import { CustomProgress } from './CustomProgress';
import { FailedSteps } from './ErrorsAndRetry';
import { ExecutionWithNotifications } from './Notifications';
import { LiveExecution } from './ServerSentEvents';
import { RunningExecutions } from './SeveralExecutions';

const address = {
  workspaceId: 'default',
  workflowId: 'embedded/trial_activation',
  executionId: aRun().id,
};
const failure = {
  category: 'external_api' as const,
  code: '503',
  message: 'Mail server answered 503',
};
const failed = () =>
  aSnapshot({
    run: aRun({
      status: 'failed',
      position: 30,
      error: { ...failure, stepKey: 'send_mail' },
    }),
    steps: [
      aStep({ status: 'completed' }),
      aStep({ stepKey: 'send_mail', status: 'failed', error: failure }),
    ],
  });
const settle = (ms = 0) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
    await jest.advanceTimersByTimeAsync(1);
  });

async function show(example: ReactElement, ...snapshots: KnownRun[]) {
  const api = new FakeWorkflowRuns();
  for (const snapshot of snapshots) api.add(snapshot);
  const post = jest.fn();
  render(
    <TestApiProvider
      apis={[
        [workflowRunsApiRef, api],
        [translationApiRef, mockApis.translation()],
        [errorApiRef, mockApis.error()],
        [toastApiRef, { post }],
      ]}
    >
      {example}
    </TestApiProvider>,
  );
  await settle();
  await settle();
  return { api, post };
}

let restoreSizes: () => void;
beforeEach(() => {
  jest.useFakeTimers();
  restoreSizes = giveElementsSize();
});
afterEach(() => {
  restoreSizes();
  jest.useRealTimers();
});

describe('the examples of how to embed a run', () => {
  it('Basic: shows a run', async () => {
    await show(
      <ExecutionPage executionId={address.executionId} />,
      aSnapshot(),
    );
    expect(screen.getByText('create_workspace')).toBeInTheDocument();
  });

  it('ServerSentEvents: tells of the end as it happens', async () => {
    const { api, post } = await show(
      <LiveExecution {...address} />,
      aSnapshot(),
    );
    await settle(50);
    expect(screen.getByText('Live')).toBeInTheDocument();
    act(() =>
      api.push(address.executionId, {
        run: aRun({ status: 'completed', position: 30 }),
        steps: [],
        attempts: [],
        events: [],
        logSequence: 0,
      }),
    );
    await settle(5_000);
    expect(post).toHaveBeenCalledTimes(1);
  });

  it('CustomProgress: counts steps', async () => {
    await show(<CustomProgress {...address} />, aSnapshot());
    expect(screen.getByText('1 / 3 steps')).toBeInTheDocument();
    expect(screen.getByRole('progressbar')).toHaveAttribute(
      'aria-valuenow',
      '33',
    );
    expect(screen.queryByText(/Estimated/)).not.toBeInTheDocument();
  });

  it('ErrorsAndRetry: retries a step, or all of it', async () => {
    const { api } = await show(<FailedSteps {...address} />, failed());
    expect(
      screen.getByText(/^send_mail: Mail server answered 503/),
    ).toBeInTheDocument();
    for (const name of ['Retry step', 'Retry all']) {
      fireEvent.click(screen.getByRole('button', { name }));
      await settle();
    }
    expect(
      api.calls
        .filter(call => call.id === 'retryRun')
        .map(({ input }) => input.body),
    ).toEqual([{ step: 'send_mail' }, {}]);
  });

  it('SeveralExecutions: monitors those that run', async () => {
    await show(
      <RunningExecutions {...address} />,
      aSnapshot({ run: aRun({ id: 'run_1' }) }),
      aSnapshot({ run: aRun({ id: 'run_2', status: 'failed' }) }),
      aSnapshot({ run: aRun({ id: 'run_3' }) }),
    );
    expect(
      screen.getByRole('heading', { name: 'Running (2)' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('progressbar')).toHaveLength(2);
  });

  it('Notifications: tells once of a failure, with one monitor’s requests', async () => {
    const { api, post } = await show(
      <ExecutionWithNotifications {...address} />,
      aSnapshot(),
    );
    expect(api.calls.filter(call => call.id === 'getRun')).toHaveLength(1);
    Object.assign(api.runs[0], failed());
    await settle(10_000);
    expect(post).toHaveBeenCalledTimes(1);
    expect(post).toHaveBeenCalledWith({
      title: 'The workflow has failed',
      description: 'Mail server answered 503',
      status: 'danger',
    });
  });
});

describe('docs/how-to/embed-a-run.md', () => {
  const page = readFileSync(
    resolve(__dirname, '../../../../../docs/how-to/embed-a-run.md'),
    'utf8',
  );

  it.each([
    'Basic',
    'ServerSentEvents',
    'CustomProgress',
    'ErrorsAndRetry',
    'SeveralExecutions',
    'Notifications',
  ])('shows the example %s as it is', name => {
    const source = readFileSync(resolve(__dirname, `${name}.tsx`), 'utf8');
    expect(page).toContain(`\`\`\`tsx\n${source}\`\`\`\n`);
  });
});
