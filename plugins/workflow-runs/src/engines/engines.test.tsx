import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aFreshness,
  anEngine,
  apiError,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { EnginesNote } from './EnginesNote';
import { EnginesPage } from './EnginesPage';
import { FreshnessNote } from './FreshnessNote';

const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);

describe('the page of engines', () => {
  it('shows how it goes with each, and has one asked', async () => {
    const api = new FakeWorkflowRuns();
    api.engines = [
      anEngine(),
      anEngine({
        id: 'airflow',
        title: 'Airflow',
        state: 'backing_off',
        isStale: true,
        lastError: 'connect ECONNREFUSED',
        backlog: [{ kind: 'backfill', count: 1, runs: 1_200 }],
      }),
      anEngine({ id: 'deploys', title: 'Deploys', state: 'pushed' }),
    ];
    await renderScreen(<EnginesPage />, api);

    expect(await screen.findByText('Up to date')).toBeVisible();
    expect(screen.getByText(/^Does not answer/)).toHaveTextContent('behind');
    expect(screen.getByText('connect ECONNREFUSED')).toBeVisible();
    expect(screen.getByText('Runs of the past')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Sync now: Deploys' }),
    ).not.toBeInTheDocument();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Sync now: Airflow' }));
    await waitFor(() =>
      expect(callsOf(api, 'syncEngine')).toMatchObject([
        { input: { params: { engineId: 'airflow' } } },
      ]),
    );
  });

  it('says why one is not asked', async () => {
    const api = new FakeWorkflowRuns();
    api.engines = [anEngine()];
    api.fail(
      'syncEngine',
      apiError(429, { name: 'TooManyRequestsError', message: 'In 3 s' }),
    );
    await renderScreen(<EnginesPage />, api);
    const button = await screen.findByRole('button', { name: /^Sync now/ });
    await userEvent.setup().click(button);

    expect(await screen.findByRole('alert')).toHaveTextContent('In 3 s');
  });

  it('says what fills it', async () => {
    await renderScreen(<EnginesPage />, new FakeWorkflowRuns());

    expect(await screen.findByText('No workflow runs elsewhere')).toBeVisible();
  });
});

describe('the note of a run', () => {
  const note = (
    run: Parameters<typeof aRun>[0],
    freshness: Parameters<typeof aFreshness>[0] | null,
  ) => {
    const api = new FakeWorkflowRuns();
    const snapshot = {
      ...aSnapshot({ run: aRun(run) }),
      freshness: freshness && aFreshness(freshness),
    };
    api.add(snapshot);
    return { api, element: <FreshnessNote snapshot={snapshot} /> };
  };

  it('says as of when it is known, and has it asked for', async () => {
    const { api, element } = note({}, {});
    await renderScreen(element, api);

    expect(screen.getByText(/^As of/)).toHaveTextContent('As of 12 s ago');
    await userEvent
      .setup()
      .click(screen.getByRole('button', { name: 'Sync now' }));
    await waitFor(() => expect(callsOf(api, 'syncRun')).toHaveLength(1));
  });

  it('says that the engine does not answer, and why it cannot be asked', async () => {
    const { api, element } = note(
      {},
      {
        problem: 'It is asked again in 3 s',
        sync: { allowed: false, reason: 'You need a permission' },
      },
    );
    await renderScreen(element, api);

    expect(screen.getByTitle('It is asked again in 3 s')).toHaveTextContent(
      'No news from the engine',
    );
    const button = screen.getByRole('button', { name: 'Sync now' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
  });

  it.each([
    ['of a run that lives here', {}, null],
    [
      'of one that has ended and is fresh',
      { status: 'completed' as const },
      { isStale: false },
    ],
  ])('is not there %s', async (_, run, freshness) => {
    const { api, element } = note(run, freshness);
    await renderScreen(element, api);

    expect(screen.queryByText(/Sync now/)).not.toBeInTheDocument();
  });
});

describe('the note of a list', () => {
  it('names the engines that it is behind, and no others', async () => {
    const api = new FakeWorkflowRuns();
    api.engines = [
      anEngine({ title: 'Builds' }),
      anEngine({ id: 'airflow', title: 'Airflow', isStale: true }),
    ];
    await renderScreen(<EnginesNote />, api);

    const name = await screen.findByText('Airflow');
    expect(name.closest('p')).toHaveTextContent(
      /^Runs of Airflow are shown as of 12 s ago\.$/,
    );
  });
});
