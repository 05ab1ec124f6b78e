import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Run, ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { Statistics } from './Statistics';

const filter = { workflow: ['embedded/trial_activation'] };

function backend(...runs: Partial<Run>[]) {
  const api = new FakeWorkflowRuns();
  runs.forEach((run, second) =>
    api.add(aSnapshot({ run: aRun({ queuedAt: at(second), ...run }) })),
  );
  return api;
}
const some = () =>
  backend(
    { id: 'run_slow', status: 'completed', durationMs: 60_000 },
    { id: 'run_quick', status: 'completed', durationMs: 2_000, retries: 1 },
    {
      id: 'run_failed',
      status: 'failed',
      durationMs: 9_000,
      error: {
        category: 'timeout',
        code: null,
        message: 'no answer',
        stepKey: 'load_account',
      },
    },
    { id: 'run_canceled', status: 'canceled', durationMs: 1_000 },
    { id: 'run_open', status: 'running' },
  );
const show = (api: FakeWorkflowRuns) =>
  renderScreen(
    <Statistics
      filter={filter}
      hrefOf={id => `/runs/${id}`}
      listHref={(query: ViewFilterQuery) =>
        `/list?${new URLSearchParams(query as Record<string, string>)}`
      }
    />,
    api,
  );
const figure = (label: string) => screen.getByText(label).parentElement!;
const listCalls = (api: FakeWorkflowRuns) =>
  api.calls.filter(call => call.id === 'listRuns');

describe('the statistics', () => {
  it('say which runs they are of, and are made of one request', async () => {
    const api = some();
    show(api);
    expect(
      await screen.findByText(/^All 4 runs that have ended/),
    ).toHaveTextContent('Fewer than 30 runs: read the numbers as hints.');
    expect(listCalls(api)).toHaveLength(1);
    expect(listCalls(api)[0].input.query).toMatchObject({
      workflow: 'embedded/trial_activation',
      status: 'completed,failed,canceled',
      limit: 100,
    });
    expect(figure('Ended runs')).toHaveTextContent('4');
    expect(figure('Success rate')).toHaveTextContent(
      '67 %2 of 3 that completed or failed',
    );
    expect(figure('p50 duration')).toHaveTextContent('2.0 sof 2 completed');
    expect(figure('p95 duration')).toHaveTextContent('1 m 00 s');
    expect(figure('Retries per 100 runs')).toHaveTextContent('25');
    expect(figure('SLA compliance')).toHaveTextContent('–no target');
  });

  it('say that there are older runs than they are of', async () => {
    show(
      backend(
        ...Array.from({ length: 101 }, (_, index) => ({
          id: `run_${index}`,
          status: 'completed' as const,
          durationMs: 1_000,
        })),
      ),
    );
    expect(
      await screen.findByText(/^The latest 100 runs that have ended/),
    ).not.toHaveTextContent('hints');
  });

  it('have a bar for each run, which arrow keys go along', async () => {
    const user = userEvent.setup();
    show(some());
    const bars = within(
      await screen.findByRole('group', { name: /^Duration of each run/ }),
    ).getAllByRole('link');
    expect(bars.map(bar => bar.getAttribute('href'))).toEqual([
      '/runs/run_slow',
      '/runs/run_quick',
      '/runs/run_failed',
      '/runs/run_canceled',
    ]);
    expect(bars[2]).toHaveAccessibleName(/^Failed, 9\.0 s, queued 20 Nov 2026/);
    expect(bars.filter(bar => bar.tabIndex === 0)).toEqual([bars[3]]);
    act(() => bars[3].focus());
    await user.keyboard('{ArrowLeft}');
    expect(bars[2]).toHaveFocus();
    await user.keyboard('{Home}');
    expect(bars[0]).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(bars[0]).toHaveFocus();
  });

  it('can be read as tables', async () => {
    const user = userEvent.setup();
    show(some());
    await user.click(
      await screen.findByRole('button', {
        name: 'View as table: Duration of each run',
      }),
    );
    const durations = screen.getByRole('table', {
      name: 'Duration of each run',
    });
    expect(within(durations).getAllByRole('row')).toHaveLength(5);
    await user.click(
      screen.getByRole('button', {
        name: 'View as table: Steps that fail most',
      }),
    );
    expect(
      screen.getByRole('table', { name: 'Steps that fail most' }),
    ).toHaveTextContent('load_account1100 %');
    await user.click(
      screen.getByRole('button', {
        name: 'View as chart: Steps that fail most',
      }),
    );
    expect(
      screen.getByRole('list', { name: 'Steps that fail most' }),
    ).toBeInTheDocument();
  });

  it('lead to the runs that they are about', async () => {
    show(some());
    const longest = await screen.findByRole('table', { name: 'Longest runs' });
    expect(within(longest).getAllByRole('link')[0]).toHaveAttribute(
      'href',
      '/runs/run_slow',
    );
    expect(
      screen.getByRole('table', { name: 'Latest failures' }),
    ).toHaveTextContent('load_account');
    expect(screen.getByRole('link', { name: 'Timeout' })).toHaveAttribute(
      'href',
      '/list?status=failed&errorCategory=timeout',
    );
  });

  it('say so where nothing has failed', async () => {
    show(backend({ status: 'completed', durationMs: 1_000 }));
    expect(
      await screen.findAllByText('None of these runs has failed'),
    ).toHaveLength(3);
  });

  it('are still to come while they load', async () => {
    const api = some();
    api.call = () => new Promise<never>(() => {});
    show(api);
    expect(await screen.findByText('Loading')).toBeInTheDocument();
  });

  it('say what fills them where no run has ended', async () => {
    show(backend({ id: 'run_open', status: 'running' }));
    expect(await screen.findByText('No run has ended yet')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'See the runs' })).toHaveAttribute(
      'href',
      '/list',
    );
  });

  it('say what went wrong, and try again', async () => {
    const user = userEvent.setup();
    const api = some();
    api.fail('listRuns', apiError(400));
    show(api);
    expect(
      await screen.findByText('The statistics could not be loaded'),
    ).toBeInTheDocument();
    api.fail('listRuns', undefined);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^All 4 runs/)).toBeInTheDocument();
  });

  it('name the permission that is missing', async () => {
    const api = some();
    api.fail(
      'listRuns',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read',
      }),
    );
    show(api);
    expect(
      await screen.findByText(/workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });

  it('say how old they are when they cannot be read again', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      const api = some();
      show(api);
      await screen.findByText(/^All 4 runs/);
      api.fail('listRuns', apiError(400));
      await act(() => jest.advanceTimersByTimeAsync(15_100));
      await waitFor(() =>
        expect(screen.getByText(/^Shown as of/)).toBeInTheDocument(),
      );
      expect(figure('Ended runs')).toHaveTextContent('4');
    } finally {
      jest.useRealTimers();
    }
  });
});
