import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aRun,
  aSnapshot,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../../__testUtils__/render';
import { RunsPage } from '../RunsPage';
import { fromLocal, toLocal } from './localTime';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  const runs = [
    { id: 'run_eu', tags: ['eu', 'nightly'], environment: 'prod' },
    { id: 'run_us', tags: ['us'], environment: 'prod' },
    { id: 'run_test', tags: ['eu'], environment: 'test' },
  ];
  for (const run of runs) api.add(aSnapshot({ run: aRun(run) }));
  return api;
}

const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunsPage />, api, path);
const shown = () =>
  screen
    .queryAllByTestId(/^run-run_/)
    .map(row => row.getAttribute('data-testid')?.slice('run-'.length));
const address = () => screen.getByTestId('address').textContent;
const open = (name: RegExp | string) =>
  userEvent.click(screen.getByRole('button', { name }));

describe('a filter', () => {
  it('offers the values that runs have, with how many of them do', async () => {
    show(backend(), '/?environment=prod');
    await screen.findByTestId('run-run_eu');
    await open('Tag Any');
    await screen.findByRole('option', { name: 'eu 1' });
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['us 1', 'eu 1', 'nightly 1']);
  });

  it('offers a hundred of thousands of values, and the others to who types', async () => {
    const api = backend();
    const chosen = Array.from({ length: 5_000 }, (_, index) => `tag-${index}`);
    api.add(aSnapshot({ run: aRun({ id: 'run_many', tags: chosen }) }));
    show(api);
    await screen.findByTestId('run-run_many');
    await open('Tag Any');
    const more = await screen.findByText(/more: type to find them\.$/);
    expect(more).toHaveTextContent(/^49\d\d /);
    expect(document.querySelectorAll('[role=option]')).toHaveLength(100);
    const field = document.querySelector('[role=combobox]')!;
    fireEvent.change(field, { target: { value: 'tag-4999' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(address()).toBe('/?tag=tag-4999'));
  });

  it('is chosen by keyboard alone, and taken away by its own button', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_eu');
    await user.keyboard('/');
    await user.type(screen.getByRole('combobox'), 'env');
    await user.keyboard('{Enter}');
    await screen.findByRole('option', { name: 'prod 2' });
    await user.keyboard('{ArrowDown}{Enter}{Escape}');
    await waitFor(() => expect(shown()).toEqual(['run_test']));
    expect(address()).toBe('/?environment=test');

    await open('Remove filter Environment');
    await waitFor(() => expect(shown()).toHaveLength(3));
    expect(address()).toBe('/');
  });

  it('takes several values as alternatives', async () => {
    show(backend(), '/?tag=us');
    await screen.findByTestId('run-run_us');
    await open('Tag us');
    await userEvent.click(
      await screen.findByRole('option', { name: 'nightly 1' }),
    );
    await waitFor(() => expect(shown()).toEqual(['run_us', 'run_eu']));
    expect(address()).toBe('/?tag=us%2Cnightly');
  });

  it('takes a value that is typed, whatever commas it has', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_eu');
    await open('Add filter');
    await user.type(screen.getByRole('combobox'), 'business{Enter}');
    await user.type(await screen.findByRole('combobox'), 'order 1,2{Enter}');
    await waitFor(() =>
      expect(address()).toBe('/?businessEventId=order+1%5C%2C2'),
    );
  });

  it('looks for a pattern once it is complete', async () => {
    const user = userEvent.setup();
    show(backend());
    await screen.findByTestId('run-run_eu');
    await open('Add filter');
    await user.type(screen.getByRole('combobox'), 'pattern{Enter}');
    await user.type(
      await screen.findByRole('textbox', { name: 'Tag pattern' }),
      '^n',
    );
    expect(address()).toBe('/');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(shown()).toEqual(['run_eu']));
  });

  it('looks back on a length of time', async () => {
    show(backend());
    await screen.findByTestId('run-run_eu');
    await open('Queued Any');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Last hour' }));
    expect(address()).toBe('/?since=PT1H');
    // The runs of the test are older than that.
    expect(
      await screen.findByText('No run matches the filters'),
    ).toBeInTheDocument();
  });

  it('says that it cannot tell its values, and tries again', async () => {
    const api = backend();
    api.fail('listFacets', apiError(404));
    show(api);
    await screen.findByTestId('run-run_eu');
    await open('Workflow Any');
    expect(
      await screen.findByText('The values could not be loaded'),
    ).toBeInTheDocument();
  });

  it('names the permission that its values need', async () => {
    const api = backend();
    api.fail(
      'listFacets',
      apiError(403, { message: 'needs workflow-runs.run.read' }),
    );
    show(api);
    await screen.findByTestId('run-run_eu');
    await open('Tag Any');
    expect(
      await screen.findByText(/permission workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });
});

it('times are those of the reader’s clock', () => {
  const iso = '2026-11-20T14:31:00.000Z';
  expect(fromLocal('from', toLocal(iso))).toEqual({ from: iso });
  expect(toLocal(undefined)).toBe('');
  expect(fromLocal('to', '')).toEqual({});
});
