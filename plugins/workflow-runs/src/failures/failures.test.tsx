import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aFailureGroup,
  apiError,
  aRun,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';
import { RunsPage } from '../runs-list/RunsPage';
import { FailureGroupPage } from './FailureGroupPage';
import { FailureGroups } from './FailureGroups';
import { FailuresPage } from './FailuresPage';

jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => window.localStorage.clear());

const MISSING = 'You need the permission workflow-runs.run.resolve';
const no = { allowed: false, reason: MISSING };

const RUN_GROUP = {
  id: 'fgr_1',
  state: 'open' as const,
  seen: { count: 17, isMore: false },
  firstSeen: at(-7_200),
};

function backend(...groups: Parameters<typeof aFailureGroup>[0][]) {
  const api = new FakeWorkflowRuns();
  api.failureGroups.items = groups.map(aFailureGroup);
  api.add({
    failureGroup: RUN_GROUP,
    ...aSnapshot({
      run: aRun({
        id: 'run_1',
        status: 'failed',
        queuedAt: at(0),
        error: {
          category: 'external_api',
          code: 'ECONNREFUSED',
          message: 'connect ECONNREFUSED',
          stepKey: 'provision',
        },
      }),
    }),
  });
  return api;
}
const open = (element: JSX.Element, api: FakeWorkflowRuns, path = '/') => {
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  renderScreen(element, api, path, toasts);
  return { user: userEvent.setup(), toasts };
};
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);
const page = <FailureGroupPage groupId="fgr_1" />;
const NAME = 'connect ECONNREFUSED postgres:5432';

describe('on the dashboard', () => {
  const strip = () => screen.findByRole('region', { name: 'Failure groups' });

  it('are the open ones, as the filters of the list have it', async () => {
    const api = backend(
      {},
      { id: 'fgr_2', state: 'resolved', message: 'The bank is away' },
    );
    open(<RunsPage />, api, '/?environment=prod&status=failed');

    await screen.findByRole('link', { name: NAME });
    const links = within(await strip()).getAllByRole('link');
    expect(
      links.map(link => [link.textContent, link.getAttribute('href')]),
    ).toEqual([
      ['All failure groups', '/workflow-runs/failures'],
      [NAME, '/workflow-runs/failures/fgr_1'],
    ]);
    expect(callsOf(api, 'listFailureGroups')[0].input.query).toMatchObject({
      environment: 'prod',
      state: 'open',
      limit: 3,
    });
    expect(await strip()).toHaveTextContent(
      'Trial activation, step provision · 17 runs · last',
    );
  });

  it('say so where there is none', async () => {
    open(<RunsPage />, backend());

    expect(await screen.findByText('none is open')).toBeInTheDocument();
  });

  it('that cannot be read leave the list as it is, and say why', async () => {
    const api = backend({});
    api.fail('listFailureGroups', apiError(500, { message: 'malformed' }));
    const { user } = open(<RunsPage />, api);

    expect(
      await within(await strip()).findByText(
        'The failure groups could not be loaded',
      ),
    ).toBeInTheDocument();
    expect(await screen.findByTestId('run-run_1')).toBeInTheDocument();
    api.fail('listFailureGroups', undefined);
    await user.click(
      within(await strip()).getByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText(NAME)).toBeInTheDocument();
  });

  it('are retried all at once, after a look at what that does', async () => {
    const api = backend({});
    const { user } = open(<RunsPage />, api);
    await user.click(
      await screen.findByRole('button', { name: `Retry 14 runs: ${NAME}` }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Retry 14 runs?',
    });

    expect(callsOf(api, 'previewBulkJob')[0].input.body).toEqual({
      action: 'retry',
      filter: { failureGroup: 'fgr_1' },
    });
    await user.type(
      within(dialog).getByLabelText(/Reason/),
      'The database is back',
    );
    await user.click(
      await within(dialog).findByRole('button', { name: /^Retry \d+ run/ }),
    );
    await waitFor(() =>
      expect(callsOf(api, 'startBulkJob')[0]?.input.body).toMatchObject({
        action: 'retry',
        filter: { failureGroup: 'fgr_1' },
        reason: 'The database is back',
      }),
    );
  });

  it('say why they cannot be snoozed', async () => {
    const api = backend({
      allowedActions: { ...aFailureGroup().allowedActions, snooze: no },
    });
    const { user } = open(<RunsPage />, api);
    const button = await screen.findByRole('button', {
      name: `Snooze: ${NAME}`,
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.hover(button);

    expect(await screen.findByText(MISSING)).toBeInTheDocument();
  });
});

describe('in the list', () => {
  const rows = async () =>
    (await screen.findAllByRole('row')).slice(1).map(row => row.textContent);

  it('are those of a state, the open ones first of all', async () => {
    const api = backend(
      {},
      { id: 'fgr_2', state: 'snoozed', message: 'The bank is away' },
    );
    const { user } = open(<FailuresPage />, api, '/failures');

    expect(await rows()).toEqual([expect.stringContaining(NAME)]);
    await user.click(screen.getByRole('tab', { name: 'Snoozed' }));
    await waitFor(async () =>
      expect(await rows()).toEqual([
        expect.stringContaining('The bank is away'),
      ]),
    );
    await user.click(screen.getByRole('tab', { name: 'Resolved' }));
    expect(
      await screen.findByText('No failure group is resolved'),
    ).toBeInTheDocument();
  });

  it('are narrowed by the address, and what narrows them can be taken away', async () => {
    const api = backend({});
    const { user } = open(
      <FailuresPage />,
      api,
      '/failures?workflow=embedded%2Fother&nonsense=1',
    );

    expect(
      await screen.findByText('No failure group is open'),
    ).toBeInTheDocument();
    expect(screen.getByText('Workflow: embedded/other')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(await rows()).toEqual([expect.stringContaining(NAME)]);
  });

  it('are more where there are more', async () => {
    const many = Array.from({ length: 25 }, (_, i) => ({
      id: `fgr_${i}`,
      message: `It failed like ${i}`,
    }));
    const { user } = open(<FailuresPage />, backend(...many), '/failures');

    expect(await rows()).toHaveLength(20);
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(async () => expect(await rows()).toHaveLength(25));
  });

  it('are refused to whoever may see no run, with the permission', async () => {
    const api = backend({});
    api.fail(
      'listFailureGroups',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'You need the permission workflow-runs.run.read',
      }),
    );
    open(<FailuresPage />, api, '/failures');

    expect(
      await screen.findByText(/workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });
});

describe('of one workflow', () => {
  it('are a card on its statistics, with a link to all of them', async () => {
    const api = backend({}, { id: 'fgr_2', state: 'resolved' });
    open(
      <FailureGroups filter={{ workflow: ['embedded/trial_activation'] }} />,
      api,
    );

    const table = await screen.findByRole('table', { name: 'Failure groups' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(callsOf(api, 'listFailureGroups')[0].input.query).toMatchObject({
      workflow: 'embedded/trial_activation',
    });
    expect(
      screen.getByRole('link', { name: 'All failure groups' }),
    ).toHaveAttribute(
      'href',
      '/workflow-runs/failures?workflow=embedded%2Ftrial_activation',
    );
  });

  it('say what would be there', async () => {
    open(<FailureGroups filter={{}} />, backend());

    expect(await screen.findByText('No run has failed')).toBeInTheDocument();
  });
});

describe('a group on a page of its own', () => {
  it('tells since when, how often, and of which runs', async () => {
    open(page, backend({}));

    expect(
      await screen.findByRole('heading', { name: NAME }),
    ).toBeInTheDocument();
    const facts = screen.getByRole('region', { name: 'In numbers' });
    expect(facts).toHaveTextContent('Episodes2');
    expect(facts).toHaveTextContent('Runs that failed so17');
    expect(
      within(facts).getByRole('link', { name: '14 runs' }),
    ).toHaveAttribute('href', '/workflow-runs?view=failed&failureGroup=fgr_1');
    const runs = screen.getByRole('table', { name: 'Latest runs' });
    expect(within(runs).getAllByRole('row')).toHaveLength(3);
    expect(runs).toHaveTextContent('Retried since');
    const episodes = screen.getByRole('table', { name: 'Episodes' });
    expect(episodes).toHaveTextContent('goes on');
  });

  it('shows its days as a table as well', async () => {
    const { user } = open(page, backend({}));
    await user.click(
      await screen.findByRole('button', { name: /View as table/ }),
    );

    const table = screen.getByRole('table', { name: 'Runs by day' });
    expect(within(table).getAllByRole('row')).toHaveLength(5);
  });

  it('is snoozed for a while, and says by whom and why', async () => {
    const api = backend({});
    const { user, toasts } = open(page, api);
    await user.click(
      await screen.findByRole('button', { name: `Snooze: ${NAME}` }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.selectOptions(
      within(dialog).getByLabelText('For how long'),
      '7 days',
    );
    await user.type(within(dialog).getByLabelText(/Reason/), 'It is known');
    await user.click(within(dialog).getByRole('button', { name: 'Snooze' }));

    expect(await screen.findByText(/Snoozed by operator/)).toHaveTextContent(
      'It is known',
    );
    const { body } = callsOf(api, 'snoozeFailureGroup')[0].input;
    const days = (Date.parse(body!.until as string) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 1);
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: `Snoozed: ${NAME}` }),
    );
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: `Take up again: ${NAME}` }),
      ).toBeInTheDocument(),
    );
  });

  it('is resolved, and taken up again', async () => {
    const { user } = open(page, backend({}));
    await user.click(
      await screen.findByRole('button', { name: `Resolve: ${NAME}` }),
    );
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Resolve',
      }),
    );
    await user.click(
      await screen.findByRole('button', { name: `Take up again: ${NAME}` }),
    );
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Take up again',
      }),
    );

    expect(
      await screen.findByRole('button', { name: `Resolve: ${NAME}` }),
    ).toBeInTheDocument();
  });

  it('has the runbook that was typed, and what is wrong with it stands below', async () => {
    const api = backend({});
    const { user } = open(page, api);
    await user.click(
      await screen.findByRole('button', { name: `Runbook: ${NAME}` }),
    );
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByLabelText('Address of the runbook');
    api.fail(
      'setFailureRunbook',
      apiError(400, {
        violations: [
          { pointer: '/url', rule: 'url', message: 'it must be https' },
        ],
      }),
    );
    await user.type(field, 'http://acme.test');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('it must be https')).toBeInTheDocument();

    api.fail('setFailureRunbook', undefined);
    await user.clear(field);
    await user.type(field, 'https://acme.test');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByRole('link', { name: /Open runbook/ }),
    ).toHaveAttribute('href', 'https://acme.test');
  });

  it('keeps the dialog open after a refusal, with what was typed', async () => {
    const api = backend({});
    const { user } = open(page, api);
    api.fail(
      'resolveFailureGroup',
      apiError(403, { name: 'NotAllowedError', message: MISSING }),
    );
    await user.click(
      await screen.findByRole('button', { name: `Resolve: ${NAME}` }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText(/Reason/), 'Seen to');
    await user.click(within(dialog).getByRole('button', { name: 'Resolve' }));

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'workflow-runs.run.resolve',
    );
    expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('Seen to');
  });

  it('says so where it is not there', async () => {
    open(page, backend());

    expect(
      await screen.findByText(/There is no such failure group/),
    ).toBeInTheDocument();
  });
});

describe('on the page of a run', () => {
  it('is told how many have failed like it, with the way to them', async () => {
    open(<RunPage runId="run_1" place="page" />, backend({}));

    expect(
      await screen.findByRole('link', {
        name: /^Failed like 16 other runs, first /,
      }),
    ).toHaveAttribute('href', '/workflow-runs/failures/fgr_1');
  });

  it('is told that none has', async () => {
    const api = backend({});
    api.runs[0].failureGroup = {
      ...RUN_GROUP,
      seen: { count: 1, isMore: false },
    };
    open(<RunPage runId="run_1" place="page" />, api);

    expect(
      await screen.findByRole('link', { name: 'The first to fail like this' }),
    ).toBeInTheDocument();
  });

  it('is told a moment later, where it was not known at first', async () => {
    const api = backend({});
    api.runs[0].failureGroup = null;
    open(<RunPage runId="run_1" place="page" />, api);
    await screen.findByText('What happened');
    expect(screen.queryByText(/Failed like/)).not.toBeInTheDocument();
    api.runs[0].failureGroup = RUN_GROUP;

    expect(
      await screen.findByRole('link', { name: /^Failed like 16 other runs/ }),
    ).toBeInTheDocument();
  });
});
