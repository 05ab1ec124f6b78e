import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anEvent,
  anUpdate,
  apiError,
  aRun,
  aSnapshot,
  aStep,
  at,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from './RunPage';

const RUN = aRun().id;

function backend(overrides: Partial<FakeRun> = {}) {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  return { api, run: api.add({ ...aSnapshot(), ...overrides }) };
}
const show = (api: FakeWorkflowRuns, path = '/') =>
  renderScreen(<RunPage runId={RUN} place="page" />, api, path);

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
});

describe('a run page on a bad day', () => {
  it('goes on without the part that cannot be shown', async () => {
    const silent = jest.spyOn(console, 'error').mockImplementation(() => {});
    const { api } = backend({
      steps: [aStep({ dependsOn: undefined as never, status: 'running' })],
    });
    show(api);
    const steps = await screen.findByRole('region', { name: 'Steps' });
    expect(within(steps).getByRole('alert')).toHaveTextContent(
      'Steps cannot be shown',
    );
    expect(
      screen.getByRole('heading', { name: 'Trial activation' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: /^Logs/ })).toBeInTheDocument();
    silent.mockRestore();
  });

  it.each([
    ['logs', 'Nothing was logged'],
    ['io', 'No input or output was recorded'],
    ['artifacts', 'This run has made no files'],
    ['traces', 'No trace is known of this run'],
    ['decisions', 'Nobody was asked to decide anything'],
    ['business', 'No step has reported what this run was good for'],
  ])(
    'says in %s what an ended run of which half is missing lacks',
    async (tab, words) => {
      const { api } = backend({
        run: aRun({
          status: 'completed',
          startedAt: null,
          completedAt: at(9),
          diagnostics: { ...aRun().diagnostics, traceId: null },
        }),
        states: [],
        steps: [],
        attempts: [],
      });
      show(api, `/?tab=${tab}`);
      expect(await screen.findByText(words)).toBeInTheDocument();
      expect(
        screen.getByText('No steps are known of this run'),
      ).toBeInTheDocument();
    },
  );

  it('keeps what it has read of a panel where reading it again fails', async () => {
    const user = userEvent.setup();
    const { api } = backend();
    show(api, '/?tab=decisions');
    await screen.findByText('Nobody was asked to decide anything');
    api.fail('listDecisions', apiError(400));
    act(() =>
      api.push(
        RUN,
        anUpdate({
          run: aRun({ position: 20 }),
          events: [anEvent({ number: 7, type: 'decision.made' })],
        }),
      ),
    );
    expect(
      await screen.findByText(/^Shown as of .*The backend refused/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Nobody was asked to decide anything'),
    ).toBeInTheDocument();
    api.fail('listDecisions', undefined);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(screen.queryByText(/^Shown as of/)).not.toBeInTheDocument(),
    );
  });

  it('shows some of thousands of tags, and finds the others', async () => {
    const { api } = backend({
      run: aRun({
        tags: Array.from({ length: 5_000 }, (_, index) => `tag-${index}`),
      }),
    });
    show(api);
    const more = await screen.findByRole('button', { name: '4970 more' });
    expect(
      within(screen.getByRole('group', { name: 'Tags' })).getAllByText(/^tag-/),
    ).toHaveLength(30);
    fireEvent.click(more);
    const all = await screen.findByRole('list', {
      name: 'All tags of the run',
    });
    expect(within(all).getAllByRole('listitem')).toHaveLength(100);
    expect(
      screen.getByText('4900 more: type to find them.'),
    ).toBeInTheDocument();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find a tag' }), {
      target: { value: 'TAG-4999' },
    });
    expect(within(all).getByRole('listitem')).toHaveTextContent('tag-4999');
    fireEvent.click(
      within(all).getByRole('button', { name: 'Remove the tag tag-4999' }),
    );
    await waitFor(() =>
      expect(api.calls.find(({ id }) => id === 'tagRun')?.input.body).toEqual({
        remove: ['tag-4999'],
      }),
    );
  });

  it('sets names apart from what stands around them, whichever way they run', async () => {
    const name = 'תהליך \u202Eהפעלה';
    const { api } = backend({
      run: aRun({
        tags: [name],
        workflow: { ...aRun().workflow, title: name },
      }),
      steps: [aStep({ name })],
    });
    show(api);
    await screen.findByRole('heading', { name });
    const bare = screen
      .getAllByText(name)
      .filter(each => !each.closest('bdi, option'));
    expect(bare.map(each => each.outerHTML)).toEqual([]);
  });
});

describe('the keyboard and what is announced, while a run goes on', () => {
  const update = (position: number, status: 'running' | 'completed') =>
    anUpdate({
      run: aRun({
        position,
        status,
        ...(status === 'completed' && { completedAt: at(30) }),
      }),
    });

  it('keeps the focus and the active step through live updates', async () => {
    const user = userEvent.setup();
    const { api } = backend();
    show(api);
    const grid = await screen.findByRole('grid', { name: 'Steps' });
    act(() => grid.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}');
    const active = grid.getAttribute('aria-activedescendant');
    expect(active).not.toBeNull();
    act(() => api.push(RUN, update(20, 'running')));
    act(() => api.push(RUN, update(21, 'completed')));
    await screen.findByText('Run of Trial activation: Completed');
    expect(grid).toHaveFocus();
    expect(grid.getAttribute('aria-activedescendant')).toBe(active);
    await user.keyboard('{Enter}');
    expect(screen.getByTestId('address')).toHaveTextContent('step=');
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('address')).not.toHaveTextContent('step=');
    expect(grid).toHaveFocus();
  });

  it('announces the end of a run once, however many updates tell of it', async () => {
    const { api } = backend();
    show(api);
    await screen.findByText('Live');
    const said: string[] = [];
    const observer = new MutationObserver(changes => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (/^Run of/.test(node.textContent ?? ''))
            said.push(node.textContent!);
        }
      }
    });
    observer.observe(document.body, { childList: true, subtree: true });
    act(() => api.push(RUN, update(20, 'running')));
    act(() => api.push(RUN, update(21, 'completed')));
    act(() => api.push(RUN, update(22, 'completed')));
    await screen.findByText('Run of Trial activation: Completed');
    observer.disconnect();
    expect(said).toEqual(['Run of Trial activation: Completed']);
  });

  it('leads from the menu of an ended run to its comparison with the last good one', async () => {
    const user = userEvent.setup();
    const { api } = backend({
      run: aRun({ status: 'failed', completedAt: at(30) }),
    });
    show(api);
    await user.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    await user.click(
      screen.getByRole('menuitem', { name: 'Compare with last good' }),
    );
    expect(screen.getByTestId('address')).toHaveTextContent(
      `/workflow-runs/compare?a=${RUN}&b=last-good`,
    );
  });

  it('compares no run that has not ended', async () => {
    const user = userEvent.setup();
    const { api } = backend();
    show(api);
    await user.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    expect(screen.getAllByRole('menuitem').length).toBeGreaterThan(2);
    expect(
      screen.queryByRole('menuitem', { name: 'Compare with last good' }),
    ).not.toBeInTheDocument();
  });
});
