import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aRun,
  aSavedView,
  aSnapshot,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../../__testUtils__/render';
import { RunsPage } from '../RunsPage';
import { isEdited } from './viewContent';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  api.add(aSnapshot({ run: aRun({ id: 'run_running' }) }));
  api.add(aSnapshot({ run: aRun({ id: 'run_failed', status: 'failed' }) }));
  api.views.items = [
    aSavedView(),
    aSavedView({
      id: 'view_2',
      name: 'Team failures',
      owner: 'group:default/team-growth',
      mine: false,
      editable: false,
      columns: ['run', 'status'],
    }),
  ];
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunsPage />, api, path);
const shown = () =>
  screen
    .queryAllByTestId(/^run-run_/)
    .map(row => row.getAttribute('data-testid')?.slice('run-'.length));
const address = () => screen.getByTestId('address').textContent;
const menu = () =>
  userEvent.click(screen.getByRole('button', { name: /^View/ }));
const choose = async (name: RegExp | string) => {
  await menu();
  await userEvent.click(await screen.findByRole('menuitem', { name }));
};

describe('a saved view', () => {
  it('is opened from the menu, and by its link', async () => {
    show(backend());
    await screen.findByTestId('run-run_running');
    await choose('Failed in production');
    await waitFor(() => expect(shown()).toEqual(['run_failed']));
    expect(address()).toBe('/?view=view_1');
    expect(
      screen.getByRole('button', { name: 'Status Failed' }),
    ).toBeInTheDocument();
  });

  it('brings its columns', async () => {
    show(backend(), '/?view=view_2');
    await screen.findByTestId('run-run_failed');
    expect(
      screen.getAllByRole('columnheader').map(each => each.textContent),
    ).toEqual(['', 'Workflow, run', 'Status']);
  });

  it('is edited until its changes are saved', async () => {
    const api = backend();
    show(api, '/?view=view_1');
    await screen.findByTestId('run-run_failed');
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove filter Status' }),
    );
    await waitFor(() => expect(shown()).toHaveLength(2));
    expect(address()).toBe('/?view=view_1&status=');
    expect(screen.getByRole('button', { name: /^View/ })).toHaveTextContent(
      'Edited',
    );

    await choose('Save the changes…');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(address()).toBe('/?view=view_1'));
    expect(api.views.items[0]).toMatchObject({
      filter: { environment: 'prod' },
      version: 2,
    });
    expect(screen.getByRole('button', { name: /^View/ })).not.toHaveTextContent(
      'Edited',
    );
  });

  it('keeps what the list shows under a name, for a group too', async () => {
    const api = backend();
    show(api, '/?view=failed&tag=eu&sort=-duration');
    await screen.findByRole('button', { name: 'Tag eu' });
    await choose('Save as a new view…');
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText(/^Name/), 'EU failures');
    await userEvent.click(
      within(dialog).getByRole('button', { name: /Belongs to/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'team-growth' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(address()).toBe('/?view=view_3'));
    expect(api.views.items[2]).toMatchObject({
      name: 'EU failures',
      owner: 'group:default/team-growth',
      filter: { status: 'failed,canceled', tag: 'eu' },
      sort: '-duration',
    });
  });

  it('says at the name that it is taken', async () => {
    show(backend());
    await screen.findByTestId('run-run_failed');
    await choose('Save as a new view…');
    await userEvent.type(
      screen.getByLabelText(/^Name/),
      'Failed in production',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByText('There is another view of this name'),
    ).toBeInTheDocument();
  });

  it('says that somebody was faster, and loads what they have made of it', async () => {
    const api = backend();
    show(api, '/?view=view_1');
    await screen.findByTestId('run-run_failed');
    api.views.items[0] = {
      ...api.views.items[0],
      name: 'Of somebody else',
      version: 7,
    };
    await choose('Rename…');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Somebody else has changed this view meanwhile',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Load it' }));
    await waitFor(() =>
      expect(screen.getByLabelText(/^Name/)).toHaveValue('Of somebody else'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(api.views.items[0].version).toBe(8));
  });

  it('names the permission that a group’s view needs', async () => {
    const api = backend();
    api.fail(
      'createView',
      apiError(403, {
        message: 'You need the permission workflow-runs.view.share',
      }),
    );
    show(api);
    await screen.findByTestId('run-run_failed');
    await choose('Save as a new view…');
    await userEvent.type(screen.getByLabelText(/^Name/), 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'workflow-runs.view.share',
    );
  });

  it('is deleted after a question', async () => {
    const api = backend();
    show(api, '/?view=view_1');
    await screen.findByTestId('run-run_failed');
    await choose('Delete…');
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(address()).toBe('/'));
    expect(api.views.items.map(each => each.id)).toEqual(['view_2']);
  });

  it('that the reader may not change offers no change', async () => {
    show(backend(), '/?view=view_2');
    await screen.findByTestId('run-run_failed');
    await menu();
    await screen.findByRole('menuitem', { name: 'Save as a new view…' });
    expect(
      screen.queryByRole('menuitem', { name: 'Delete…' }),
    ).not.toBeInTheDocument();
  });

  it('that there is not says so', async () => {
    show(backend(), '/?view=view_nowhere');
    expect(
      await screen.findByText('This view does not exist or you may not see it'),
    ).toBeInTheDocument();
  });
});

describe('the menu of views', () => {
  it('says how to fill it', async () => {
    const api = backend();
    api.views.items = [];
    show(api);
    await screen.findByTestId('run-run_failed');
    await menu();
    expect(await screen.findByText(/No saved views yet/)).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    const api = backend();
    api.fail('listViews', apiError(400));
    show(api);
    await screen.findByTestId('run-run_failed');
    await menu();
    const again = await screen.findByRole('menuitem', {
      name: /could not be loaded/,
    });
    api.fail('listViews', undefined);
    await userEvent.click(again);
    expect(
      await screen.findByRole('menuitem', { name: 'Failed in production' }),
    ).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    const api = backend();
    api.fail(
      'listViews',
      apiError(403, { message: 'needs workflow-runs.run.read' }),
    );
    show(api);
    await screen.findByTestId('run-run_failed');
    await menu();
    expect(
      await screen.findByText(/permission workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });
});

describe('isEdited', () => {
  const view = aSavedView({ columns: ['run', 'error'] });
  it.each([
    ['the same', {}, false],
    ['another order', { sort: 'status' as const }, true],
    ['another filter', { filter: { status: 'canceled' } }, true],
    ['no columns chosen', { columns: null }, false],
    ['other columns', { columns: ['run'] }, true],
  ])('%s', (_, change, expected) => {
    expect(isEdited(view, { ...view, ...change })).toBe(expected);
  });
});
