import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CatalogApi } from '@backstage/catalog-client';
import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  aFigures,
  apiError,
  aRun,
  aSnapshot,
  aStatistics,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RolledUpLatestRuns } from './RolledUpLatestRuns';
import { RolledUpRuns } from './RolledUpRuns';
import { RolledUpStatistics } from './RolledUpStatistics';

const system: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { namespace: 'default', name: 'shop' },
};
const named = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    namespace: 'default',
    name,
    annotations: { [WORKFLOW_ANNOTATION]: `embedded/${name}` },
  },
  relations: [{ type: 'partOf', targetRef: 'system:default/shop' }],
});
const catalogOf = (...names: string[]) =>
  catalogApiMock({ entities: [system, ...names.map(named)] });
const many = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `w${String(index).padStart(3, '0')}`,
  );

function backend(...names: string[]) {
  const api = new FakeWorkflowRuns();
  for (const name of names) {
    api.add(
      aSnapshot({
        run: aRun({
          id: `run_${name}`,
          status: name === 'sync' ? 'failed' : 'completed',
          workflow: {
            ...aRun().workflow,
            ref: `embedded/${name}`,
            title: name,
          },
        }),
      }),
    );
  }
  return api;
}
const show = (
  element: JSX.Element,
  api: FakeWorkflowRuns,
  catalog: CatalogApi,
  path = '/',
) =>
  renderScreen(
    <EntityProvider entity={system}>{element}</EntityProvider>,
    api,
    path,
    undefined,
    catalog,
  );
const workflowsAsked = (api: FakeWorkflowRuns) =>
  api.calls
    .filter(call => call.id === 'listRuns')
    .map(call => String(call.input.query?.workflow).split(',').length);

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => {
  restore();
});

describe('the tab Runs of a system', () => {
  it('lists the runs of all its workflows, of which one can be chosen', async () => {
    const user = userEvent.setup();
    const api = backend('sync', 'export', 'other');
    show(<RolledUpRuns />, api, catalogOf('sync', 'export'));
    expect(await screen.findByTestId('run-run_sync')).toBeInTheDocument();
    expect(screen.getByTestId('run-run_export')).toBeInTheDocument();
    expect(screen.queryByTestId('run-run_other')).not.toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: /^Workflow/ }));
    expect(await screen.findAllByRole('option')).toHaveLength(2);
    await user.click(screen.getByRole('option', { name: /export/ }));
    await waitFor(() =>
      expect(screen.queryByTestId('run-run_sync')).not.toBeInTheDocument(),
    );
    expect(screen.getByTestId('address')).toHaveTextContent(
      'workflow=embedded%2Fexport',
    );
  });

  it('keeps to its workflows whatever the address asks for', async () => {
    const api = backend('sync', 'other');
    show(
      <RolledUpRuns />,
      api,
      catalogOf('sync', 'export'),
      '/?workflow=embedded%2Fother',
    );
    expect(await screen.findByTestId('run-run_sync')).toBeInTheDocument();
    expect(screen.queryByTestId('run-run_other')).not.toBeInTheDocument();
  });

  it('has the views, with what is shown in the address', async () => {
    const user = userEvent.setup();
    show(
      <RolledUpRuns />,
      backend('sync', 'export'),
      catalogOf('sync', 'export'),
    );
    await user.click(await screen.findByRole('tab', { name: /^Failed/ }));
    await waitFor(() =>
      expect(screen.queryByTestId('run-run_export')).not.toBeInTheDocument(),
    );
    expect(screen.getByTestId('address')).toHaveTextContent('view=failed');
  });

  it('shows more workflows than one list can ask for in parts, and says so', async () => {
    const user = userEvent.setup();
    const api = backend('w000', 'w499');
    show(<RolledUpRuns />, api, catalogOf(...many(500)));
    expect(await screen.findByTestId('run-run_w000')).toBeInTheDocument();
    expect(screen.getByText(/^500 workflows belong here/)).toHaveTextContent(
      'the runs of 200 of them',
    );
    expect(screen.queryByTestId('run-run_w499')).not.toBeInTheDocument();
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Which workflows' }),
      'w400 – w499 (100)',
    );
    expect(await screen.findByTestId('run-run_w499')).toBeInTheDocument();
    expect(screen.getByTestId('address')).toHaveTextContent('part=3');
    expect([...new Set(workflowsAsked(api))]).toEqual([200, 100]);
  });

  it.each(['99', '-1', 'x'])(
    'takes a part %s for one that is there',
    async part => {
      show(
        <RolledUpRuns />,
        backend('w000', 'w299'),
        catalogOf(...many(300)),
        `/?part=${part}`,
      );
      expect(await screen.findByTestId(/^run-run_w/)).toBeInTheDocument();
    },
  );

  it('asks for no runs and says what would be listed where there are no workflows', async () => {
    const api = backend('other');
    show(<RolledUpRuns />, api, catalogOf());
    expect(
      await screen.findByText('No workflow is part of this system'),
    ).toBeInTheDocument();
    expect(api.calls).toEqual([]);
  });

  it('names the workflows that have not run', async () => {
    show(<RolledUpRuns />, backend(), catalogOf('sync', 'export'));
    expect(
      await screen.findByText('None of these workflows has run yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Its 2 workflows are export, sync.'),
    ).toBeInTheDocument();
  });

  it('says so where the catalog cannot be read, and tries again', async () => {
    const user = userEvent.setup();
    const catalog = catalogOf('sync');
    const read = jest
      .spyOn(catalog, 'getEntities')
      .mockRejectedValue(apiError(400));
    show(<RolledUpRuns />, backend('sync'), catalog);
    expect(
      await screen.findByText(
        'The workflows could not be found in the catalog',
      ),
    ).toBeInTheDocument();
    read.mockRestore();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('run-run_sync')).toBeInTheDocument();
  });

  it('has the shape of a list while the catalog is read', async () => {
    const catalog = catalogOf('sync');
    jest
      .spyOn(catalog, 'getEntities')
      .mockReturnValue(new Promise<never>(() => {}));
    show(<RolledUpRuns />, backend('sync'), catalog);
    expect(await screen.findByText('Loading')).toBeInTheDocument();
  });
});

describe('the tab Statistics of a system', () => {
  const telling = () => {
    const api = backend('sync', 'export');
    api.onStatistics = () =>
      aStatistics({ total: aFigures({ completed: 40, failed: 4 }) });
    return api;
  };
  const asked = (api: FakeWorkflowRuns) =>
    api.calls
      .filter(call => call.id === 'getStatistics')
      .map(call => String(call.input.query?.workflow).split(','));

  it('is about all its workflows, and leads to their runs beside it', async () => {
    const api = telling();
    show(<RolledUpStatistics />, api, catalogOf('sync', 'export'));
    const failed = await screen.findByRole('link', { name: /^Failure rate/ });
    expect(failed.getAttribute('href')).toMatch(
      /^\/entity\/rolled-up-runs\?from=.*&status=failed$/,
    );
    expect(asked(api)[0]).toEqual(['embedded/export', 'embedded/sync']);
  });

  it('keeps to its workflows whatever the address asks for', async () => {
    const api = telling();
    show(
      <RolledUpStatistics />,
      api,
      catalogOf('sync', 'export'),
      '/?workflow=embedded%2Fother,embedded%2Fsync',
    );
    await screen.findByRole('link', { name: /^Failure rate/ });
    expect(asked(api)[0]).toEqual(['embedded/sync']);
  });

  it('tells of more workflows than the API takes in parts, as the list does', async () => {
    const user = userEvent.setup();
    const api = telling();
    show(<RolledUpStatistics />, api, catalogOf(...many(201)));
    await screen.findByRole('link', { name: /^Failure rate/ });
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Which workflows' }),
      'w200 – w200 (1)',
    );
    await waitFor(() => expect(asked(api).at(-1)).toEqual(['embedded/w200']));
    expect(
      (await screen.findByRole('link', { name: /^Failure rate/ })).getAttribute(
        'href',
      ),
    ).toMatch(/&part=2$/);
  });

  it('says what would be counted where there are no workflows', async () => {
    const api = telling();
    show(<RolledUpStatistics />, api, catalogOf());
    expect(
      await screen.findByText('No workflow is part of this system'),
    ).toBeInTheDocument();
    expect(api.calls).toEqual([]);
  });
});

describe('the card of a system', () => {
  it('has the latest runs of all its workflows', async () => {
    show(
      <RolledUpLatestRuns />,
      backend('sync', 'export', 'other'),
      catalogOf('sync', 'export'),
    );
    expect(await screen.findByTestId('line-run_sync')).toHaveTextContent(
      'Failedsync',
    );
    expect(screen.getByTestId('line-run_export')).toBeInTheDocument();
    expect(screen.queryByTestId('line-run_other')).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All runs' })).toHaveAttribute(
      'href',
      '/entity/rolled-up-runs',
    );
  });

  it('leads to the tab where the workflows are too many for one list', async () => {
    const api = backend('w000');
    show(<RolledUpLatestRuns />, api, catalogOf(...many(201)));
    expect(
      await screen.findByText('Runs of 201 workflows'),
    ).toBeInTheDocument();
    expect(api.calls).toEqual([]);
  });

  it('is not there where there are no workflows', async () => {
    const catalog = catalogOf();
    const read = jest.spyOn(catalog, 'getEntities');
    show(<RolledUpLatestRuns />, backend(), catalog);
    await waitFor(() => expect(read).toHaveBeenCalled());
    expect(screen.queryByText('Latest workflow runs')).not.toBeInTheDocument();
  });
});
