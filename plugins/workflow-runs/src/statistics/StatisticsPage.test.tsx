import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aFigures,
  aStatistics,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { StatisticsPage } from './StatisticsPage';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  api.onStatistics = () =>
    aStatistics({ total: aFigures({ completed: 40, failed: 4 }) });
  return api;
}
const asked = (api: FakeWorkflowRuns) =>
  api.calls
    .filter(call => call.id === 'getStatistics')
    .map(call => call.input.query!);
const failures = () => screen.findByRole('link', { name: /^Failure rate/ });

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => restore());

describe('the page of statistics', () => {
  it('is about all that the reader may see', async () => {
    const api = backend();
    renderScreen(<StatisticsPage />, api);
    expect((await failures()).getAttribute('href')).toMatch(
      /^\/workflow-runs\?from=.*&status=failed$/,
    );
    expect(asked(api)[0]).not.toHaveProperty('owner');
    expect(asked(api)[0]).not.toHaveProperty('workflow');
  });

  it('is about the reader’s teams by one link that is right for everybody', async () => {
    const api = backend();
    renderScreen(<StatisticsPage />, api, '/?owner=mine');
    expect((await failures()).getAttribute('href')).toContain(
      'owner=user%3Adefault%2Fguest%2Cgroup%3Adefault%2Fteam-growth',
    );
    for (const { owner } of asked(api)) {
      expect(owner).toBe('user:default/guest,group:default/team-growth');
    }
    await waitFor(() => expect(document.title).toMatch(/^My teams/));
  });

  it('can be narrowed to a team and to a workflow', async () => {
    const user = userEvent.setup();
    const api = backend();
    renderScreen(<StatisticsPage />, api);
    await screen.findByRole('option', { name: 'team-growth' });
    await user.selectOptions(screen.getByLabelText('Team'), 'team-growth');
    await waitFor(() =>
      expect(asked(api).at(-1)).toMatchObject({
        owner: 'group:default/team-growth',
      }),
    );
    await user.selectOptions(
      await screen.findByLabelText('Workflow'),
      await screen.findByRole('option', { name: aWorkflow().title }),
    );
    await waitFor(() =>
      expect(asked(api).at(-1)).toMatchObject({
        owner: 'group:default/team-growth',
        workflow: aWorkflow().ref,
      }),
    );
    expect(screen.getByTestId('address')).toHaveTextContent(
      'owner=group%3Adefault%2Fteam-growth&workflow=',
    );
  });

  it('offers the team of the address, whether the reader belongs to it or not', async () => {
    renderScreen(
      <StatisticsPage />,
      backend(),
      '/?owner=group%3Adefault%2Fstrangers',
    );
    expect(
      await screen.findByRole('option', { name: 'strangers' }),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Team')).toHaveDisplayValue('strangers');
  });
});
