import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  at,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../../__testUtils__/render';
import { saveFile } from '../../layout/saveFile';
import { RunsPage } from '../RunsPage';

jest.mock('../../layout/saveFile', () => ({ saveFile: jest.fn() }));

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  const ended = (seconds: number) => ({
    status: 'completed' as const,
    completedAt: at(seconds),
    durationMs: seconds * 1_000,
  });
  api.add(
    aSnapshot({ run: aRun({ id: 'run_1', ...ended(10), queuedAt: at(1) }) }),
  );
  api.add(
    aSnapshot({ run: aRun({ id: 'run_2', ...ended(30), queuedAt: at(2) }) }),
  );
  api.add(
    aSnapshot({
      run: aRun({
        id: 'run_3',
        queuedAt: at(3),
        error: {
          category: 'timeout',
          code: 'ETIMEDOUT',
          message: 'no answer',
          stepKey: 'load_account',
        },
        currentSteps: [
          {
            stepKey: 'score',
            itemIndex: -1,
            name: 'Score fit',
            status: 'running',
            attempt: 2,
            progress: { message: '3 of 12', fraction: 0.25 },
          },
        ],
      }),
    }),
  );
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunsPage />, api, path);
const shown = () =>
  screen
    .queryAllByTestId(/^run-run_/)
    .map(row => row.getAttribute('data-testid')?.slice('run-'.length));
const address = () => screen.getByTestId('address').textContent;

beforeEach(() => window.localStorage.clear());

describe('the order', () => {
  it('is that of the column whose head was pressed', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_1');
    await user.click(screen.getByRole('button', { name: 'Duration' }));
    await waitFor(() => expect(shown()).toEqual(['run_2', 'run_1']));
    expect(address()).toBe('/?sort=-duration');
    expect(
      screen.getByText('2 shown, ended runs, longest first'),
    ).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Duration' }));
    await waitFor(() => expect(shown()).toEqual(['run_1', 'run_2']));
    expect(
      screen.getByRole('columnheader', { name: 'Duration' }),
    ).toHaveAttribute('aria-sort', 'ascending');
  });

  it('lets new runs wait wherever they belong', async () => {
    const user = userEvent.setup();
    const api = backend();
    show(api, '/?sort=status');
    await screen.findByTestId('run-run_1');
    api.add(aSnapshot({ run: aRun({ id: 'run_4', status: 'queued' }) }));
    await user.click(
      await screen.findByRole(
        'button',
        { name: '1 new run' },
        { timeout: 10_000 },
      ),
    );
    await waitFor(() => expect(shown()[0]).toBe('run_4'));
    expect(shown()).toHaveLength(4);
  });
});

describe('a search that ends early', () => {
  it('says how far back it has come, and goes on', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.searchedBackTo = at(90);
    show(api);
    expect(await screen.findByText(/^Searched back to/)).toBeInTheDocument();
    expect(shown()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Search further' }));
    await waitFor(() => expect(shown()).toHaveLength(3));
    expect(screen.queryByText(/^Searched back to/)).not.toBeInTheDocument();
  });
});

describe('the selection', () => {
  it('survives what happens to the rows', async () => {
    const user = userEvent.setup();
    const api = backend();
    show(api);
    const row = await screen.findByTestId('run-run_2');
    await user.click(within(row).getByRole('checkbox'));
    expect(await screen.findByText('1 selected')).toBeInTheDocument();
    const { run } = api.runs[0];
    const update = anUpdate({
      run: { ...run, status: 'failed', position: run.position + 1 },
    });
    act(() => api.push(run.id, update));
    await waitFor(
      () => expect(screen.getByTestId('run-run_3')).toHaveTextContent('Failed'),
      { timeout: 5_000 },
    );
    expect(within(row).getByRole('checkbox')).toBeChecked();
    expect(address()).toBe('/');
  });

  it('takes all that are shown, and lets them go', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_1');
    await user.click(
      screen.getByRole('checkbox', { name: 'Select all that are shown' }),
    );
    const copy = jest.spyOn(navigator.clipboard, 'writeText');
    const bar = screen.getByRole('toolbar', { name: 'Selected runs' });
    expect(bar).toHaveTextContent('3 selected');
    await user.click(within(bar).getByRole('button', { name: 'Copy ids' }));
    expect(copy).toHaveBeenLastCalledWith('run_3\nrun_2\nrun_1');
    await user.click(within(bar).getByRole('button', { name: 'Clear' }));
    expect(bar).not.toBeInTheDocument();
  });
});

describe('the quick view', () => {
  it('opens by keyboard and tells the last error, steps and states', async () => {
    const user = userEvent.setup();
    show(backend());
    const row = await screen.findByTestId('run-run_3');
    within(row).getByRole('link').focus();
    await user.keyboard(' ');
    const glance = await screen.findByRole('dialog', { name: 'Quick view' });
    expect(glance).toHaveTextContent('Timeout · ETIMEDOUT');
    expect(glance).toHaveTextContent('at step load_account');
    expect(glance).toHaveTextContent('no answer');
    expect(glance).toHaveTextContent('Score fit · 3 of 12');
    expect(glance).toHaveTextContent('attempt 2');
    expect(address()).toBe('/');

    await user.keyboard('{Escape}');
    await waitFor(() => expect(glance).not.toBeInTheDocument());
    expect(within(row).getByRole('link')).toHaveFocus();
  });

  it('tells what it knows where the rest cannot be loaded', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.fail('getRun', apiError(404));
    show(api);
    const row = await screen.findByTestId('run-run_3');
    within(row).getByRole('link').focus();
    await user.keyboard(' ');
    const glance = await screen.findByRole('dialog', { name: 'Quick view' });
    expect(glance).toHaveTextContent('no answer');
    expect(await within(glance).findByRole('alert')).toHaveTextContent(
      'This run does not exist or you may not see it',
    );
  });
});

it('arrow keys go from run to run', async () => {
  const user = userEvent.setup();
  show(backend());
  const link = async (id: string) =>
    within(await screen.findByTestId(`run-${id}`)).getByRole('link');
  (await link('run_3')).focus();
  await user.keyboard('{ArrowDown}');
  expect(await link('run_2')).toHaveFocus();
  await user.keyboard('{ArrowUp}{ArrowUp}');
  expect(await link('run_3')).toHaveFocus();
});

it('copies the id of a run, and a link to it', async () => {
  const user = userEvent.setup();
  show(backend());
  const row = await screen.findByTestId('run-run_3');
  const copy = jest.spyOn(navigator.clipboard, 'writeText');
  await user.click(within(row).getByLabelText('Copy run id'));
  expect(copy).toHaveBeenLastCalledWith('run_3');
  await user.click(within(row).getByLabelText('Copy link'));
  expect(copy).toHaveBeenLastCalledWith(
    'http://localhost/workflow-runs/runs/run_3',
  );
});

describe('columns', () => {
  it('can be hidden, and stay so', async () => {
    const user = userEvent.setup();
    const { unmount } = show(backend());
    await screen.findByTestId('run-run_1');
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(screen.getByRole('menuitemcheckbox', { name: 'Owner' }));
    await user.keyboard('{Escape}');
    const owner = () => screen.queryByRole('columnheader', { name: 'Owner' });
    await waitFor(() => expect(owner()).not.toBeInTheDocument());
    unmount();

    show(backend());
    await screen.findByTestId('run-run_1');
    expect(owner()).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Columns' }));
    await user.click(screen.getByRole('menuitem', { name: 'Show what fits' }));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(owner()).toBeInTheDocument());
  });
});

describe('an export', () => {
  it('holds all that fits the filter, in its order', async () => {
    const user = userEvent.setup();
    const api = backend();
    show(api, '/?status=completed');
    await screen.findByTestId('run-run_1');
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(screen.getByRole('menuitem', { name: /JSON lines/ }));
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        expect.any(Blob),
        'workflow-runs.jsonl',
      ),
    );
    expect(
      api.calls.find(call => call.id === 'exportRuns')?.input.query,
    ).toEqual({ status: 'completed', format: 'jsonl' });
  });

  it('says why there is none', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.fail(
      'exportRuns',
      apiError(403, {
        message: 'You need the permission workflow-runs.run.export',
      }),
    );
    const toasts = { post: jest.fn((_: unknown) => ({ close: () => {} })) };
    renderScreen(<RunsPage />, api, '/', toasts);
    await screen.findByTestId('run-run_1');
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(screen.getByRole('menuitem', { name: /CSV/ }));
    await waitFor(() =>
      expect(toasts.post).toHaveBeenCalledWith(
        expect.objectContaining({
          status: 'danger',
          title: expect.stringContaining('workflow-runs.run.export'),
        }),
      ),
    );
    await waitFor(() =>
      expect(screen.queryByRole('menu')).not.toBeInTheDocument(),
    );
  });
});
