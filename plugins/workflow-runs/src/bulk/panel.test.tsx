import {
  act,
  configure,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { BulkItem, BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  aBulkJob,
  apiError,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunsPage } from '../runs-list/RunsPage';

const CREDIT = 'No credit is left';

function backend(...jobs: BulkJob[]) {
  const api = new FakeWorkflowRuns();
  api.add(aSnapshot({ run: aRun({ id: 'run_1' }) }));
  api.add(aSnapshot({ run: aRun({ id: 'run_2' }) }));
  api.bulkJobs.jobs = jobs;
  return api;
}

const items = (count: number): BulkItem[] =>
  Array.from({ length: count }, (_, number) => ({
    number,
    runId: `run_${number + 1}`,
    outcome: 'pending',
    reason: null,
    resultRunId: null,
    settledAt: null,
  }));

function working(count = 4) {
  const api = backend(aBulkJob());
  api.bulkJobs.items.set('blk_1', items(count));
  api.bulkJobs.settle('blk_1', []);
  return api;
}

function show(api: FakeWorkflowRuns, path = '/?bulk=jobs') {
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  const { unmount } = renderScreen(<RunsPage />, api, path, toasts);
  return { user: userEvent.setup(), toasts, unmount };
}
const panel = () => screen.findByRole('dialog', { name: 'Bulk jobs' });
const address = () => screen.getByTestId('address').textContent;
const looks = (api: FakeWorkflowRuns) =>
  api.calls.filter(({ id }) => id === 'listBulkJobs').length;

jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 10_000 });

describe('the button', () => {
  it('is not there for whoever has no job', async () => {
    const api = backend();
    show(api, '/');
    await screen.findByTestId('run-run_1');
    await waitFor(() => expect(looks(api)).toBe(1));
    expect(
      screen.queryByRole('button', { name: /Bulk jobs/ }),
    ).not.toBeInTheDocument();
  });

  it('says how many run, and opens the panel, which Esc closes', async () => {
    const { user } = show(working(), '/');
    const button = await screen.findByRole('button', { name: /Bulk jobs/ });
    expect(button).toHaveTextContent('1 running');
    await user.click(button);
    await panel();
    expect(address()).toBe('/?bulk=jobs');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(address()).toBe('/'));
    await waitFor(() => expect(button).toHaveFocus());
  });

  it('looks again only while a job works', async () => {
    const api = backend(
      aBulkJob({ status: 'completed' }),
      aBulkJob({ id: 'blk_foreign', startedBy: 'user:default/else' }),
    );
    show(api, '/');
    await screen.findByRole('button', { name: 'Bulk jobs' });
    await act(() => new Promise(done => setTimeout(done, 1_500)));
    expect(looks(api)).toBe(1);
  });
});

describe('the panel', () => {
  it('shows how far a job is, and tells when it has ended', async () => {
    const api = working();
    const { toasts } = show(api);
    const jobs = await panel();
    const bar = await within(jobs).findByRole('progressbar');
    expect(bar).toHaveAttribute('aria-valuetext', '0 of 4');
    api.bulkJobs.settle('blk_1', [['done'], ['done']]);
    await waitFor(
      () => expect(bar).toHaveAttribute('aria-valuetext', '2 of 4'),
      { timeout: 5_000 },
    );
    expect(jobs).toHaveTextContent('2 of 4 left');
    expect(toasts.post).not.toHaveBeenCalled();

    api.bulkJobs.settle('blk_1', [
      ['refused', 'It has ended'],
      ['failed', 'x'],
    ]);
    await waitFor(
      () =>
        expect(toasts.post).toHaveBeenCalledWith(
          expect.objectContaining({
            status: 'warning',
            title: '“Retry after the outage” has ended, not all went well',
            description: '1 failed, 1 left alone, 2 done',
            links: [{ label: 'Show progress', href: '/?bulk=blk_1' }],
          }),
        ),
      { timeout: 5_000 },
    );
    expect(
      await screen.findByText(/has ended, not all went well: 1 failed/),
    ).toBeInTheDocument();
    expect(within(jobs).getByText('Ended')).toBeInTheDocument();
  });

  it('says which runs were left alone and why, and selects them', async () => {
    const api = working(3);
    api.bulkJobs.settle('blk_1', [
      ['failed', CREDIT],
      ['failed', CREDIT],
      ['done'],
    ]);
    const { user } = show(api, '/?bulk=blk_1');
    const jobs = await panel();
    const failed = await within(jobs).findByRole('button', {
      name: '2 failed',
    });
    expect(failed).toHaveAttribute('aria-expanded', 'false');
    await user.click(failed);
    expect(await within(jobs).findByText(CREDIT)).toBeInTheDocument();
    expect(within(jobs).getByTitle('run_2')).toHaveAttribute(
      'href',
      '/workflow-runs/runs/run_2',
    );

    await user.click(
      within(jobs).getByRole('button', { name: 'Select these runs' }),
    );
    const bar = await screen.findByRole('toolbar');
    expect(bar).toHaveTextContent('2 selected');
    expect(address()).toBe('/');
    expect(
      within(screen.getByTestId('run-run_1')).getByRole('checkbox'),
    ).toBeChecked();
  });

  it('stops a job after a question, and lets it go on', async () => {
    const api = working();
    const { user } = show(api);
    const jobs = await panel();
    await user.click(await within(jobs).findByRole('button', { name: 'Stop' }));
    const question = await screen.findByRole('dialog', {
      name: 'Stop “Retry after the outage”?',
    });
    expect(question).toHaveTextContent('4 runs are called off');
    await user.type(within(question).getByLabelText(/^Reason/), 'Too early');
    await user.click(
      within(question).getByRole('button', { name: 'Stop the job' }),
    );
    expect(await within(jobs).findByText('Stopping')).toBeInTheDocument();
    expect(api.calls.find(({ id }) => id === 'abortBulkJob')?.input).toEqual({
      params: { jobId: 'blk_1' },
      body: { reason: 'Too early' },
    });

    api.bulkJobs.jobs = [
      aBulkJob({
        status: 'aborted',
        abortReason: 'Too early',
        allowedActions: {
          abort: { allowed: false, reason: 'It has ended' },
          resume: { allowed: true, reason: null },
        },
      }),
    ];
    await user.click(
      await within(jobs).findByRole(
        'button',
        { name: 'Go on' },
        { timeout: 5_000 },
      ),
    );
    expect(jobs).toHaveTextContent('Stopped: Too early');
    expect(await within(jobs).findByText('Running')).toBeInTheDocument();
  });

  it('says what would fill it', async () => {
    show(backend());
    await waitFor(async () =>
      expect(await panel()).toHaveTextContent('Select runs in the list'),
    );
  });

  it.each([
    [apiError(500), 'The bulk jobs could not be loaded'],
    [
      apiError(403, {
        message: 'You need the permission workflow-runs.run.read',
      }),
      'workflow-runs.run.read',
    ],
  ])('says why it shows nothing (%s)', async (error, said) => {
    const api = backend();
    api.fail('listBulkJobs', error);
    show(api);
    await waitFor(async () => expect(await panel()).toHaveTextContent(said), {
      timeout: 5_000,
    });
  });

  it('says so where the job of a link is not the reader’s', async () => {
    show(backend(aBulkJob()), '/?bulk=blk_foreign');
    await waitFor(async () =>
      expect(await panel()).toHaveTextContent(
        'The job of this link is not among your latest ones',
      ),
    );
  });
});
