import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  apiError,
  aRun,
  aSnapshot,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { EntityRunDetail } from './EntityRunDetail';
import { EntityRuns } from './EntityRuns';

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
