import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  actionsAllowed,
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunsPage } from '../runs-list/RunsPage';
import { BULK_ACTIONS } from './bulkOffers';

const no = (reason: string) => ({ allowed: false, reason });
const ENDED = 'The run has ended: it is completed';

/** Runs of which those that have failed can be retried. */
function backend(failed = 2, completed = 1) {
  const api = new FakeWorkflowRuns();
  const add = (id: string, run: Parameters<typeof aRun>[0]) =>
    api.add(
      aSnapshot({ run: aRun({ id, queuedAt: at(api.runs.length), ...run }) }),
    );
  for (let i = 0; i < completed; i++) {
    add(`run_completed_${i}`, {
      status: 'completed',
      allowedActions: actionsAllowed({ retry: no(ENDED), cancel: no(ENDED) }),
    });
  }
  for (let i = 0; i < failed; i++) {
    add(`run_failed_${i}`, {
      status: 'failed',
      allowedActions: actionsAllowed({
        cancel: no('The run has ended: it is failed'),
      }),
    });
  }
  return api;
}

async function open(api: FakeWorkflowRuns, path = '/') {
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  renderScreen(<RunsPage />, api, path, toasts);
  await screen.findAllByTestId(/^run-run_/);
  return { user: userEvent.setup(), toasts };
}
type User = ReturnType<typeof userEvent.setup>;

const selectAll = (user: User) =>
  user.click(
    screen.getByRole('checkbox', { name: 'Select all that are shown' }),
  );
const bar = () => screen.getByRole('toolbar', { name: 'Selected runs' });
const button = (name: string) => within(bar()).getByRole('button', { name });
const dialog = () => screen.findByRole('dialog', { name: /runs/ });
const address = () => screen.getByTestId('address').textContent;
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);

beforeEach(() => window.localStorage.clear());

jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 10_000 });

describe('what is offered', () => {
  it('is nothing to whoever may do nothing', async () => {
    const api = new FakeWorkflowRuns();
    const refused = Object.fromEntries(
      BULK_ACTIONS.map(action => [action, no('You need a permission')]),
    );
    api.add(
      aSnapshot({ run: aRun({ id: 'run_1', allowedActions: refused as any }) }),
    );
    const { user } = await open(api);
    await selectAll(user);
    expect(button('Copy ids')).toBeInTheDocument();
    expect(
      within(bar())
        .getAllByRole('button')
        .map(each => each.textContent),
    ).toEqual(['Copy ids', 'Clear']);
  });

  it('says why where the selected runs do not allow it', async () => {
    const { user } = await open(backend());
    await selectAll(user);
    const cancel = button('Cancel runs');
    expect(cancel).toHaveAttribute('aria-disabled', 'true');
    await user.hover(cancel);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'The run has ended: it is failed',
    );
    await user.click(cancel);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('the dialog', () => {
  it('says what will happen to which runs, and to which not, and why', async () => {
    const api = backend();
    const { user } = await open(api);
    await selectAll(user);
    await user.click(button('Retry'));
    const asked = await dialog();
    expect(asked).toHaveTextContent('Retry 3 runs?');
    expect(
      await within(asked).findByText('2 runs repeat what has failed in them'),
    ).toBeInTheDocument();
    expect(asked).toHaveTextContent(`1 run is left alone: ${ENDED}`);
    expect(within(asked).getByTitle('run_completed_0')).toHaveAttribute(
      'href',
      '/workflow-runs/runs/run_completed_0',
    );
    expect(callsOf(api, 'startBulkJob')).toEqual([]);

    await user.keyboard('{Escape}');
    await waitFor(() => expect(asked).not.toBeInTheDocument());
    expect(button('Retry')).toHaveFocus();
    expect(bar()).toHaveTextContent('3 selected');
  });

  it('asks why, and starts once under the usual name', async () => {
    const api = backend();
    const { user, toasts } = await open(api);
    await selectAll(user);
    await user.click(button('Retry'));
    const start = await within(await dialog()).findByRole('button', {
      name: 'Retry 2 runs',
    });
    await user.click(start);
    expect(
      screen.getByText('Say why: each run is left with it'),
    ).toBeInTheDocument();
    expect(callsOf(api, 'startBulkJob')).toEqual([]);

    await user.type(screen.getByLabelText(/^Reason/), 'The ERP is back');
    await user.dblClick(start);
    const panel = await screen.findByRole('dialog', { name: 'Bulk jobs' });
    expect(callsOf(api, 'startBulkJob')).toEqual([
      {
        id: 'startBulkJob',
        key: expect.any(String),
        input: {
          body: {
            action: 'retry',
            name: 'Retry 2 runs',
            reason: 'The ERP is back',
            params: {},
            runIds: ['run_failed_1', 'run_failed_0', 'run_completed_0'],
          },
        },
      },
    ]);
    expect(address()).toBe('/?bulk=blk_1');
    expect(panel).toHaveTextContent('2 of 3 left');
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        title: '“Retry 2 runs” has started',
        links: [{ label: 'Show progress', href: '/?bulk=blk_1' }],
      }),
    );
    expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
  });

  it('starts nothing where it can be done to none', async () => {
    const api = backend();
    const { user } = await open(api);
    await selectAll(user);
    // What the list knows is old by then.
    jest.spyOn(api.bulkJobs, 'answer').mockReturnValue({
      total: 3,
      allowed: 0,
      refused: [{ reason: 'It runs again', count: 3, sampleRunIds: [] }],
      sample: [],
    });
    await user.click(button('Retry'));
    const asked = await dialog();
    expect(
      await within(asked).findByText('3 runs are left alone: It runs again'),
    ).toBeInTheDocument();
    const start = within(asked).getByRole('button', { name: 'Retry' });
    expect(start).toHaveAttribute('aria-disabled', 'true');
    await user.hover(start);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'It can be done to none of these runs',
    );
  });

  it('says that it does not know, and looks again', async () => {
    const api = backend();
    api.fail('previewBulkJob', apiError(409, { message: 'not now' }));
    const { user } = await open(api);
    await selectAll(user);
    await user.click(button('Retry'));
    const asked = await dialog();
    expect(await within(asked).findByRole('alert')).toHaveTextContent(
      'It could not be found out what can be done',
    );
    api.fail('previewBulkJob', undefined);
    await user.click(within(asked).getByRole('button', { name: 'Try again' }));
    expect(
      await within(asked).findByRole('button', { name: 'Retry 2 runs' }),
    ).toBeInTheDocument();
  });

  it('keeps what was typed when the answer is lost, and asks with the same key', async () => {
    const api = backend();
    api.fail('startBulkJob', new TypeError('Failed to fetch'));
    const { user } = await open(api);
    await selectAll(user);
    await user.click(button('Retry'));
    const start = await screen.findByRole('button', { name: 'Retry 2 runs' });
    await user.type(screen.getByLabelText(/^Reason/), 'Again');
    await user.click(start);
    expect(await screen.findByRole('alert')).toHaveTextContent('acts once');
    api.fail('startBulkJob', undefined);
    await user.click(start);
    await screen.findByRole('dialog', { name: 'Bulk jobs' });
    const [first, second] = callsOf(api, 'startBulkJob');
    expect(second.key).toBe(first.key);
  });

  it('adds tags and removes some', async () => {
    const api = backend();
    const { user } = await open(api);
    await selectAll(user);
    await user.click(button('More to do with the selected runs'));
    await user.click(screen.getByRole('menuitem', { name: 'Change tags' }));
    const start = await screen.findByRole('button', { name: 'Tag 3 runs' });
    await user.type(screen.getByLabelText(/^Reason/), 'Seen');
    await user.click(start);
    expect(
      screen.getByText('Name a tag to add or to remove'),
    ).toBeInTheDocument();
    await user.type(
      screen.getByLabelText('Tags to add'),
      'seen{Enter}twice{Enter}',
    );
    await user.click(screen.getByRole('button', { name: 'Leave out twice' }));
    await user.type(screen.getByLabelText('Tags to remove'), 'new');
    await user.click(start);
    await screen.findByRole('dialog', { name: 'Bulk jobs' });
    expect(callsOf(api, 'startBulkJob')[0].input.body?.params).toEqual({
      add: ['seen'],
      remove: ['new'],
    });
  });

  it('assigns to whoever owns the workflow', async () => {
    const api = backend();
    const { user } = await open(api);
    await selectAll(user);
    await user.click(button('More to do with the selected runs'));
    await user.click(screen.getByRole('menuitem', { name: 'Assign owner' }));
    const start = await screen.findByRole('button', { name: 'Assign 3 runs' });
    await user.click(
      screen.getByRole('radio', {
        name: 'Leave it to whoever owns the workflow',
      }),
    );
    await user.type(screen.getByLabelText(/^Reason/), 'Moved');
    await user.click(start);
    await screen.findByRole('dialog', { name: 'Bulk jobs' });
    expect(callsOf(api, 'startBulkJob')[0].input.body?.params).toEqual({
      owner: null,
    });
  });
});

describe('all that match', () => {
  it('can be meant where all that are shown are selected', async () => {
    const api = backend(30, 0);
    const { user } = await open(api, '/?view=failed');
    await selectAll(user);
    await user.click(
      await within(bar()).findByRole('button', {
        name: 'Select all 30 that match',
      }),
    );
    expect(bar()).toHaveTextContent('All 30 that match are selected');
    await user.click(button('Retry'));
    await user.type(await screen.findByLabelText(/^Reason/), 'Outage');
    await user.click(
      await screen.findByRole('button', { name: 'Retry 30 runs' }),
    );
    await screen.findByRole('dialog', { name: 'Bulk jobs' });
    const { body } = callsOf(api, 'startBulkJob')[0].input;
    expect(body).toMatchObject({ filter: { status: 'failed,canceled' } });
    expect(body).not.toHaveProperty('runIds');
  });

  it('are never all runs that there are', async () => {
    const { user } = await open(backend(30, 0));
    await selectAll(user);
    const take = await within(bar()).findByRole('button', {
      name: /Select all 30/,
    });
    expect(take).toHaveAttribute('aria-disabled', 'true');
    await user.hover(take);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'Narrow the list first',
    );
  });
});

describe('by keyboard', () => {
  it('x selects the run, and Esc lets all go', async () => {
    const { user } = await open(backend());
    const row = screen.getByTestId('run-run_failed_1');
    within(row).getByRole('link').focus();
    await user.keyboard('x');
    expect(within(row).getByRole('checkbox')).toBeChecked();
    await user.keyboard('{ArrowDown}x');
    expect(bar()).toHaveTextContent('2 selected');
    await user.keyboard('x');
    expect(bar()).toHaveTextContent('1 selected');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('toolbar')).not.toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.getByRole('checkbox', { name: 'Select all that are shown' }),
      ).toHaveFocus(),
    );
  });

  it('Esc closes a menu before it lets go of anything', async () => {
    const { user } = await open(backend());
    await selectAll(user);
    await user.click(button('More to do with the selected runs'));
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('menu')).not.toBeInTheDocument(),
    );
    expect(bar()).toHaveTextContent('3 selected');
  });
});
