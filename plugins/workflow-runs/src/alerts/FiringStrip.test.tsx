import {
  act,
  configure,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAlertRule,
  apiError,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { FiringStrip } from './FiringStrip';

jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

const firing = (id: string, more: Parameters<typeof anAlertRule>[0] = {}) =>
  anAlertRule({
    id,
    name: `Rule ${id}`,
    ...more,
    state: { status: 'firing', ...more.state },
  });
const open = (prepare: (api: FakeWorkflowRuns) => void) => {
  const api = new FakeWorkflowRuns();
  prepare(api);
  renderScreen(<FiringStrip />, api);
  return { api, user: userEvent.setup() };
};
const asked = (api: FakeWorkflowRuns) =>
  waitFor(() =>
    expect(api.calls.map(({ id }) => id)).toContain('listFiringAlerts'),
  );

describe('the strip of firing alert rules', () => {
  it('says which fire, how severe, and leads to the rule and to its runs', async () => {
    open(api => {
      api.alerts.rules = [
        firing('a', {
          severity: 'critical',
          scope: { workflows: ['embedded/a', 'embedded/b'] },
          runbookUrl: 'https://acme.test/runbook',
        }),
        anAlertRule({ id: 'well' }),
        firing('off', { enabled: false }),
      ];
    });
    const strip = await screen.findByRole('region', {
      name: '1 alert rule firing',
    });

    expect(within(strip).getAllByRole('listitem')).toHaveLength(1);
    expect(strip).toHaveTextContent(/Rule aCritical · /);
    expect(
      await within(strip).findByRole('link', { name: 'Rule a' }),
    ).toHaveAttribute('href', '/workflow-runs/settings/alerts?rule=a');
    expect(
      within(strip).getByRole('link', { name: 'Runs that Rule a watches' }),
    ).toHaveAttribute(
      'href',
      '/workflow-runs?workflow=embedded%2Fa%2Cembedded%2Fb',
    );
    expect(
      within(strip).getByRole('link', { name: /^Runbook of Rule a/ }),
    ).toHaveAttribute('href', 'https://acme.test/runbook');
  });

  it('shows three, and the others when asked', async () => {
    const { user } = open(api => {
      api.alerts.rules = ['a', 'b', 'c', 'd', 'e'].map(id => firing(id));
    });
    await screen.findByText('5 alert rules firing');
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    await user.click(screen.getByRole('button', { name: 'Show 2 others' }));

    expect(screen.getAllByRole('listitem')).toHaveLength(5);
    await user.click(screen.getByRole('button', { name: 'Show fewer' }));
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
  });

  it.each<[string, (api: FakeWorkflowRuns) => void]>([
    ['nothing fires', () => {}],
    [
      'it is not for the reader to know',
      api =>
        api.fail(
          'listFiringAlerts',
          apiError(403, { name: 'NotAllowedError' }),
        ),
    ],
  ])('says nothing where %s', async (_, prepare) => {
    const { api } = open(prepare);
    await asked(api);
    await act(async () => {});

    expect(screen.queryByRole('heading')).not.toBeInTheDocument();
  });

  it('says what could not be read, and tries again', async () => {
    const { api, user } = open(fake => {
      fake.alerts.rules = [firing('a')];
      fake.fail('listFiringAlerts', apiError(400, { name: 'InputError' }));
    });
    await screen.findByText('Whether alert rules fire could not be loaded');
    api.fail('listFiringAlerts', undefined);
    await user.click(screen.getByRole('button', { name: /again|Retry/ }));

    expect(await screen.findByText('Rule a')).toBeInTheDocument();
  });
});
