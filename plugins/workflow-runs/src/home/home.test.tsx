import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { MyRuns } from './MyRuns';

const daysAgo = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString();

function backend(...runs: Partial<Run>[]) {
  const api = new FakeWorkflowRuns();
  for (const run of runs) {
    api.add(aSnapshot({ run: aRun({ queuedAt: daysAgo(1), ...run }) }));
  }
  return api;
}
const section = (name: string) => screen.findByRole('region', { name });

describe('the widget of the home page', () => {
  const mine = { owner: 'group:default/team-growth' };
  const others = { owner: 'group:default/team-shop' };

  it('has what waits for the reader, what failed lately and what they ran', async () => {
    const api = backend(
      { id: 'run_waiting', status: 'waiting_human', ...mine },
      { id: 'run_waiting_else', status: 'waiting_human', ...others },
      { id: 'run_failed', status: 'failed', ...mine },
      {
        id: 'run_failed_long_ago',
        status: 'failed',
        ...mine,
        queuedAt: daysAgo(9),
      },
      { id: 'run_failed_else', status: 'failed', ...others },
      { id: 'run_mine', startedBy: 'user:default/guest', ...others },
    );
    renderScreen(<MyRuns />, api);
    const lines = async (name: string) =>
      (await within(await section(name)).findAllByTestId(/^line-/)).map(line =>
        line.getAttribute('data-testid'),
      );
    expect(await lines('Waiting for me')).toEqual(['line-run_waiting']);
    expect(await lines('Failed lately')).toEqual(['line-run_failed']);
    expect(await lines('Launched by me')).toEqual(['line-run_mine']);
    // Each list once, and once more when the one stream of them is open: nothing for each line.
    const asked = api.calls.map(call => call.id);
    expect(asked.slice(0, 3)).toEqual(['listRuns', 'listRuns', 'listRuns']);
    expect(
      asked.slice(3).filter((id, index) => index > 0 && id !== 'listRuns'),
    ).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  it('leads to each run, and to the lists', async () => {
    const user = userEvent.setup();
    renderScreen(
      <MyRuns />,
      backend({ id: 'run_failed', status: 'failed', ...mine }),
    );
    const failed = await section('Failed lately');
    expect(
      await within(failed).findByRole('link', { name: /open run run_failed$/ }),
    ).toHaveAttribute('href', '/workflow-runs/runs/run_failed');
    await user.click(
      within(failed).getByRole('link', { name: 'See all: Failed lately' }),
    );
    const address = screen.getByTestId('address').textContent!;
    expect(address).toMatch(/^\/workflow-runs\?view=failed/);
    const query = new URLSearchParams(address.split('?')[1]);
    expect(query.get('since')).toBe('P7D');
    expect(query.get('owner')).toBe(
      'user:default/guest,group:default/team-growth',
    );
  });

  it('says so where there is nothing', async () => {
    renderScreen(<MyRuns />, backend());
    expect(
      await screen.findByText('Nothing waits for you or your groups'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('Nothing of yours has failed within 7 days'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('You have not launched a run yet'),
    ).toBeInTheDocument();
  });

  it('says of each part what went wrong, and tries again', async () => {
    const user = userEvent.setup();
    const api = backend({ id: 'run_mine', startedBy: 'user:default/guest' });
    api.fail('listRuns', apiError(400));
    renderScreen(<MyRuns />, api);
    const part = await section('Launched by me');
    expect(
      await within(part).findByText('Your runs could not be loaded'),
    ).toBeInTheDocument();
    api.fail('listRuns', undefined);
    await user.click(within(part).getByRole('button', { name: 'Try again' }));
    expect(
      await within(part).findByTestId('line-run_mine'),
    ).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    const api = backend();
    api.fail(
      'listRuns',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read',
      }),
    );
    renderScreen(<MyRuns />, api);
    await waitFor(() =>
      expect(screen.getAllByText(/workflow-runs\.run\.read/)).toHaveLength(3),
    );
  });

  it('has the shape of its lines while they load', async () => {
    const api = backend();
    api.call = () => new Promise<never>(() => {});
    renderScreen(<MyRuns />, api);
    await waitFor(() => expect(screen.getAllByText('Loading')).toHaveLength(3));
  });
});
