import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aRun,
  aSnapshot,
  at,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunsPage } from './RunsPage';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [
    aWorkflow(),
    aWorkflow({ name: 'usage_rollup', title: 'Usage rollup' }),
  ];
  api.add(
    aSnapshot({
      run: aRun({
        id: 'run_failed',
        status: 'failed',
        tags: ['eu', 'trial'],
        owner: null,
        triggeredBy: null,
        error: {
          category: 'bug',
          code: null,
          message: 'oops',
          stepKey: 'load_account',
        },
      }),
    }),
  );
  api.add(
    aSnapshot({
      run: aRun({ id: 'run_queued', status: 'queued', startedAt: null }),
    }),
  );
  api.add(
    aSnapshot({ run: aRun({ id: 'run_running', pauseRequested: true }) }),
  );
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunsPage />, api, path);
const shown = () =>
  screen
    .queryAllByTestId(/^run-run_/)
    .map(row => row.getAttribute('data-testid'));

describe('RunsPage', () => {
  it('shows runs with what matters of them', async () => {
    show(backend());
    const failed = await screen.findByTestId('run-run_failed');
    expect(failed).toHaveTextContent('Trial activation');
    expect(failed).toHaveTextContent('v1.2.0');
    expect(failed).toHaveTextContent('Embedded');
    expect(failed).toHaveTextContent('Failed');
    expect(failed).toHaveTextContent('1/3 · 33 %');
    expect(failed).toHaveTextContent('load_account');
    expect(within(failed).getByLabelText('1 more tags')).toBeInTheDocument();
    expect(screen.getByTestId('run-run_running')).toHaveTextContent('Pausing');
    expect(screen.getByTestId('run-run_queued')).toHaveTextContent('Queued');
    expect(screen.getByText('3 shown, newest first')).toBeInTheDocument();
  });

  it('keeps view and filters in the address', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_failed');

    await user.click(screen.getByRole('tab', { name: /^Pending/ }));
    await waitFor(() => expect(shown()).toEqual(['run-run_queued']));
    expect(screen.getByTestId('address')).toHaveTextContent('/?view=pending');

    await user.click(screen.getByRole('tab', { name: /^Failed/ }));
    await user.click(screen.getByRole('button', { name: 'Status Any' }));
    await user.click(await screen.findByRole('option', { name: 'Failed 1' }));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(shown()).toEqual(['run-run_failed']));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/?view=failed&status=failed',
    );

    await user.click(screen.getByRole('button', { name: 'Clear all' }));
    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(/\?view=failed$/),
    );
  });

  it('opens with what the address says', async () => {
    show(backend(), '/?view=failed&workflow=embedded/usage_rollup');
    expect(
      await screen.findByText('No run matches the filters'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Workflow Usage rollup' }),
    ).toBeInTheDocument();
  });

  it('opens a run by a click on its row', async () => {
    const user = userEvent.setup();
    show(backend());
    const row = await screen.findByTestId('run-run_failed');
    await user.click(within(row).getByText('prod'));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/workflow-runs/runs/run_failed',
    );
  });

  it('says what would fill an empty list', async () => {
    show(new FakeWorkflowRuns());
    expect(await screen.findByText('No runs yet')).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.fail('listRuns', apiError(404));
    show(api);
    expect(
      await screen.findByText('The runs could not be loaded'),
    ).toBeInTheDocument();

    api.fail('listRuns', undefined);
    await user.click(screen.getByRole('tab', { name: /^Failed/ }));
    expect(await screen.findByTestId('run-run_failed')).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    const api = backend();
    api.fail(
      'listRuns',
      apiError(403, { message: 'needs workflow-runs.run.read' }),
    );
    show(api);
    expect(
      await screen.findByText(/permission workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });

  it('loads more', async () => {
    const user = userEvent.setup();
    const api = backend();
    for (let second = 0; second < 30; second++) {
      api.add(
        aSnapshot({
          run: aRun({ id: `run_${second}`, queuedAt: at(second) }),
        }),
      );
    }
    show(api);
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(shown()).toHaveLength(33));
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('announces new runs instead of moving the row under the pointer', async () => {
    const user = userEvent.setup();
    const api = backend();
    show(api);
    const row = await screen.findByTestId('run-run_failed');
    await user.hover(row);
    api.add(aSnapshot({ run: aRun({ id: 'run_new', queuedAt: at(99) }) }));
    const pill = await screen.findByRole(
      'button',
      { name: '1 new run' },
      { timeout: 5_000 },
    );
    expect(shown()).toHaveLength(3);
    await user.click(pill);
    expect(shown()[0]).toBe('run-run_new');
  });

  it('stays readable when it cannot be refreshed', async () => {
    const api = backend();
    show(api);
    await screen.findByTestId('run-run_failed');
    await waitFor(() => expect(api.streams.countLists()).toBeGreaterThan(0));
    api.fail('listRuns', apiError(404));
    api.streams.resetLists();
    expect(
      await screen.findByText(/Shown as of/, {}, { timeout: 6_000 }),
    ).toBeInTheDocument();
    expect(shown()).toHaveLength(3);
  });
});
