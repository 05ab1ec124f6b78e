import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  actionsAllowed,
  apiError,
  aRun,
  aSnapshot,
  at,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../../__testUtils__/render';
import { RunsPage } from '../RunsPage';

const add = (api: FakeWorkflowRuns, run: Parameters<typeof aRun>[0]) =>
  api.add(aSnapshot({ run: aRun(run) }));

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  add(api, {
    id: 'run_late',
    sla: { status: 'breached', targetMs: 60_000, dueAt: at(60) },
  });
  add(api, { id: 'run_mine', status: 'waiting_human', hitl: 'requested' });
  add(api, {
    id: 'run_others',
    status: 'waiting_human',
    hitl: 'requested',
    owner: 'group:default/team-data',
    allowedActions: actionsAllowed({
      decide: { allowed: false, reason: 'You need the permission' },
    }),
  });
  add(api, { id: 'run_queued', status: 'queued', startedAt: null });
  add(api, {
    id: 'run_failed',
    status: 'failed',
    tags: ['eu'],
    environment: 'staging',
    completedAt: at(20),
    durationMs: 20_000,
  });
  add(api, {
    id: 'run_canceled',
    status: 'canceled',
    completedAt: at(5),
    durationMs: 5_000,
  });
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunsPage />, api, path);
const shown = () =>
  screen
    .queryAllByTestId(/^run-run_/)
    .map(row => row.getAttribute('data-testid')?.slice('run-'.length));
const address = () => screen.getByTestId('address').textContent;
const tab = (name: RegExp) => screen.getByRole('tab', { name });

describe('the views', () => {
  it.each([
    ['active', ['run_others', 'run_mine', 'run_late']],
    ['pending', ['run_queued']],
    ['failed', ['run_canceled', 'run_failed']],
    ['slow', ['run_late']],
    ['waiting', ['run_mine']],
  ])('%s holds what it says', async (view, runs) => {
    show(backend(), `/?view=${view}`);
    await screen.findByTestId(`run-${runs[0]}`);
    expect(shown()).toEqual(runs);
  });

  it('count the runs that they hold under the other filters', async () => {
    show(backend(), '/?environment=staging');
    await screen.findByTestId('run-run_failed');
    expect(await screen.findByRole('tab', { name: 'Failed 1' })).toBeVisible();
    expect(
      await screen.findByRole('tab', { name: 'Waiting for me 0' }),
    ).toBeVisible();
  });

  it('say that others may be waiting for the reader as well', async () => {
    show(backend(), '/?view=waiting');
    expect(await screen.findByText(/you or your groups own/)).toBeVisible();
  });

  it('leave filters alone that they are not about', async () => {
    const user = userEvent.setup();
    show(backend(), '/?status=failed&environment=staging');
    await screen.findByTestId('run-run_failed');
    await user.click(tab(/^Failed/));
    expect(address()).toBe('/?environment=staging&view=failed');
  });
});

describe('the stats line', () => {
  it('counts all runs whatever the filters, and lists them', async () => {
    const user = userEvent.setup();
    show(backend(), '/?view=failed&environment=staging');
    const stats = await screen.findByRole('group', {
      name: 'All runs that you may see',
    });
    const waiting = await within(stats).findByRole('button', {
      name: '2 waiting',
    });
    // They were queued on another day.
    expect(stats).toHaveTextContent(/0 queued today:0 completed0 failed/);
    await user.click(waiting);
    await waitFor(() => expect(shown()).toEqual(['run_others', 'run_mine']));
    expect(address()).toBe('/?status=waiting_human');
  });

  it('stays away where the reader may see nothing', async () => {
    const api = backend();
    api.fail('countRuns', apiError(403));
    api.fail('listRuns', apiError(403));
    show(api);
    expect(await screen.findByText('You may not see this')).toBeVisible();
    expect(screen.queryByText('active')).not.toBeInTheDocument();
  });
});

describe('an address that asks for what there is not', () => {
  it('is explained, and shows the rest', async () => {
    const user = userEvent.setup();
    show(backend(), '/?status=failed,exploded&sort=sideways');
    await screen.findByTestId('run-run_failed');
    expect(screen.getByText(/Status “exploded”/)).toBeInTheDocument();
    expect(screen.getByText(/Order “sideways”/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Tidy up the link' }));
    expect(address()).toBe('/?status=failed');
    expect(screen.queryByText(/exploded/)).not.toBeInTheDocument();
  });

  it('is explained where it is none of the view’s', async () => {
    show(backend(), '/?view=failed&status=running');
    await screen.findByTestId('run-run_failed');
    expect(screen.getByText(/Status “running”/)).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Status Any' }),
    ).toBeInTheDocument();
  });

  it('is explained where only the backend can tell', async () => {
    const api = backend();
    api.fail(
      'listRuns',
      apiError(400, {
        violations: [
          { pointer: '/tagPattern', rule: 're2', message: 'missing )' },
        ],
      }),
    );
    show(api, '/?tagPattern=(');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'tagPattern: missing )',
    );
  });
});

it('offers no launch to whoever may launch nothing', async () => {
  const api = backend();
  api.workflows = [
    aWorkflow({
      allowedActions: { launch: { allowed: false, reason: 'no' } },
    }),
  ];
  show(api);
  await screen.findByTestId('run-run_late');
  expect(
    screen.queryByRole('button', { name: 'Launch workflow' }),
  ).not.toBeInTheDocument();
});

it('says who is to decide as far as it knows', async () => {
  show(backend(), '/?status=waiting_human');
  expect(await screen.findByTestId('run-run_mine')).toHaveTextContent('Decide');
  expect(screen.getByTestId('run-run_others')).toHaveTextContent('Requested');
});

it('has no flaws that axe finds', async () => {
  show(backend(), '/?status=failed,canceled&tag=eu,us&since=P1D');
  await screen.findByText('No run matches the filters');
  const { violations } = await axe.run(document.body, {
    // There is no layout here; the browser tests look at colours.
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(each => [each.id, each.nodes[0].html])).toEqual([]);
});
