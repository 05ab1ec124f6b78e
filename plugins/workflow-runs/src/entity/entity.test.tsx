import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  aDuration,
  aFigures,
  apiError,
  aRun,
  aSeries,
  aSnapshot,
  aStatistics,
  at,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { EntityHealth } from './EntityHealth';
import { EntityLatestRuns } from './EntityLatestRuns';
import { EntityRunDetail } from './EntityRunDetail';
import { EntityRuns } from './EntityRuns';
import { EntityStatistics } from './EntityStatistics';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'trial-activation',
    annotations: { [WORKFLOW_ANNOTATION]: 'embedded/trial_activation' },
  },
};

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  api.add(aSnapshot({ run: aRun({ id: 'run_old', status: 'completed' }) }));
  api.add(aSnapshot({ run: aRun({ id: 'run_latest' }) }));
  api.add(
    aSnapshot({
      run: aRun({
        id: 'run_other',
        workflow: { ...aRun().workflow, ref: 'embedded/other' },
      }),
    }),
  );
  return api;
}

const show = (element: JSX.Element, api: FakeWorkflowRuns, path = '/') =>
  renderScreen(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    api,
    path,
  );

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
});

describe('the tab Runs', () => {
  it('lists the runs of the workflow, and opens one beside it', async () => {
    const user = userEvent.setup();
    show(<EntityRuns />, backend());
    const row = await screen.findByTestId('run-run_old');
    expect(screen.getByTestId('run-run_latest')).toBeInTheDocument();
    expect(screen.queryByTestId('run-run_other')).not.toBeInTheDocument();
    await user.click(within(row).getByRole('link'));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '/entity/workflow-run?run=run_old',
    );
  });

  it('keeps its view in the address', async () => {
    const user = userEvent.setup();
    show(<EntityRuns />, backend());
    await screen.findByTestId('run-run_old');
    await user.click(screen.getByRole('tab', { name: /^Failed/ }));
    expect(await screen.findByText('No run has failed')).toBeInTheDocument();
    expect(screen.getByTestId('address')).toHaveTextContent('view=failed');
  });
});

describe('the tab Run detail', () => {
  it('shows the latest run until one is chosen', async () => {
    show(<EntityRunDetail />, backend());
    expect(await screen.findByTitle('run_latest')).toBeInTheDocument();
  });

  it('shows the run that is chosen', async () => {
    show(<EntityRunDetail />, backend(), '/?run=run_old');
    expect(await screen.findByTitle('run_old')).toBeInTheDocument();
  });

  it('offers to launch the first run', async () => {
    const api = new FakeWorkflowRuns();
    api.workflows = [aWorkflow()];
    show(<EntityRunDetail />, api);
    expect(
      await screen.findByText('This workflow has not run yet'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /Launch run/ }),
    ).toBeInTheDocument();
  });

  it('says when it cannot be read', async () => {
    const api = backend();
    api.fail('listRuns', apiError(400));
    show(<EntityRunDetail />, api);
    expect(
      await screen.findByText('The latest run could not be loaded'),
    ).toBeInTheDocument();
  });
});

describe('the tab Statistics', () => {
  it('is about the workflow, and leads to its runs beside it', async () => {
    const api = backend();
    api.onStatistics = () =>
      aStatistics({ total: aFigures({ completed: 20, failed: 2 }) });
    show(<EntityStatistics />, api);
    const failed = await screen.findByRole('link', { name: /^Failure rate/ });
    expect(failed.getAttribute('href')).toMatch(
      /^\/entity\/workflow-runs\?from=.*&to=.*&status=failed$/,
    );
    expect(
      screen.getByRole('link', { name: /run_old/ }).getAttribute('href'),
    ).toBe('/entity/workflow-run?run=run_old');
    expect(
      api.calls.find(({ id }) => id === 'getStatistics')?.input.query,
    ).toMatchObject({ workflow: 'embedded/trial_activation' });
  });
});

/** Ten runs that completed, then one that failed, all of which took two seconds. */
function withFailure() {
  const api = new FakeWorkflowRuns();
  for (let second = 0; second <= 10; second++) {
    const failed = second === 10;
    api.add(
      aSnapshot({
        run: aRun({
          id: `run_${second}`,
          queuedAt: at(second),
          status: failed ? 'failed' : 'completed',
          durationMs: 2_000,
          error: failed
            ? { category: 'bug', code: null, message: 'oops', stepKey: 'load' }
            : null,
        }),
      }),
    );
  }
  api.onStatistics = () =>
    aStatistics({
      total: aFigures({ completed: 30, failed: 3 }, aDuration(30, 2_000)),
      series: aSeries(at(0), 86_400_000, [
        aFigures({ completed: 20 }),
        aFigures(),
        aFigures({ completed: 4, failed: 2 }),
        aFigures({ completed: 6, failed: 1 }),
      ]),
    });
  return api;
}

describe('the card of the latest runs', () => {
  it('has five of them, each with a link', async () => {
    show(<EntityLatestRuns />, withFailure());
    const list = await screen.findByRole('list', { name: 'Latest runs' });
    const lines = within(list).getAllByRole('listitem');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toHaveTextContent(/^Failedrun_10.*2\.0 s$/);
    expect(within(lines[0]).getByRole('link')).toHaveAttribute(
      'href',
      '/entity/workflow-run?run=run_10',
    );
    expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
      'href',
      '/entity/workflow-runs',
    );
  });

  it('says what fills it', async () => {
    show(<EntityLatestRuns />, new FakeWorkflowRuns());
    expect(
      await screen.findByText('This workflow has not run yet'),
    ).toBeInTheDocument();
  });
});

describe('the card of health', () => {
  it('tells the success rate, the last failure and what a run takes', async () => {
    show(<EntityHealth />, withFailure());
    expect(await screen.findByText('91 %')).toBeInTheDocument();
    expect(screen.getByText('30 of 33 runs')).toBeInTheDocument();
    expect(
      screen.getByRole('img', {
        name: 'Success rate day by day: from 100 % to 86 %, 67 % at the lowest',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('at load')).toBeInTheDocument();
    expect(screen.getByText('2.0 s')).toBeInTheDocument();
    expect(screen.getByText('median of 30 completed runs')).toBeInTheDocument();
    expect(
      screen.getByText('All 33 runs that ended within 30 days'),
    ).toBeInTheDocument();
  });

  it('draws no trend of a few runs, and tells no median', async () => {
    const api = backend();
    api.onStatistics = () =>
      aStatistics({ total: aFigures({ completed: 1 }, aDuration(1, 2_000)) });
    show(<EntityHealth />, api);
    expect(
      await screen.findByText('Too few runs for a trend'),
    ).toBeInTheDocument();
    expect(screen.getByText('None yet')).toBeInTheDocument();
    expect(screen.getByText('n = 1, too few for a median')).toBeInTheDocument();
  });

  it('says that no run has ended', async () => {
    show(<EntityHealth />, new FakeWorkflowRuns());
    expect(
      await screen.findByText('No run has ended within 30 days'),
    ).toBeInTheDocument();
  });
});

describe.each([
  [
    'latest runs',
    <EntityLatestRuns />,
    'listRuns',
    'The latest runs could not be loaded',
  ],
  [
    'health',
    <EntityHealth />,
    'getStatistics',
    'The health of the runs could not be loaded',
  ],
])('the card of %s', (_, card, route, words) => {
  it('says what went wrong, and tries again', async () => {
    const user = userEvent.setup();
    const api = backend();
    api.fail(route, apiError(400));
    show(card, api);
    expect(await screen.findByText(words)).toBeInTheDocument();
    api.fail(route, undefined);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText(words)).toBeNull());
  });

  it('names the permission that is missing', async () => {
    const api = backend();
    api.fail(
      route,
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read',
      }),
    );
    show(card, api);
    expect(
      await screen.findByText(/workflow-runs\.run\.read/),
    ).toBeInTheDocument();
  });

  it('has its shape while it loads', async () => {
    const api = backend();
    api.call = () => new Promise<never>(() => {});
    show(card, api);
    expect(await screen.findByText('Loading')).toBeInTheDocument();
  });

  it('says how to name a workflow where the entity names none', async () => {
    const api = backend();
    renderScreen(
      <EntityProvider entity={{ ...entity, metadata: { name: 'website' } }}>
        {card}
      </EntityProvider>,
      api,
    );
    expect(await screen.findByText(WORKFLOW_ANNOTATION)).toBeInTheDocument();
    expect(api.calls).toEqual([]);
  });
});
